// Puts the page together: what a reader chooses, and what is drawn of it.

/** The pictures of the sentence that is shown, for marks that change with the pointer. */
let pictures = null;

/** The place of what is held among the items that are drawn: {query} or {key}, or null. */
function heldItem() {
  const held = heldNow();
  if (!held || !pictures) return null;
  const at = pictures[held.side].findIndex(item => item.tokens.includes(held.token));
  return at < 0 ? null : {[held.side]: at};
}

/** Marks what is under the pointer in both pictures; else what is held. */
function mark(hovered) {
  const chosen = hovered ?? heldItem();
  pictures.lines(chosen);
  pictures.map(chosen);
}

/** Holds a word, or lets go of it where it was held already. */
function hold(word) {
  const before = heldItem();
  const again = word && before && before[word.side] === word.at;
  state.held.set(
    state.sentence,
    word && !again ? {side: word.side, token: pictures[word.side][word.at].tokens[0]} : null,
  );
  drawChoice();
  mark(null);
}

/** What depends on what is held, and not on what is drawn. */
function drawChoice() {
  const sentence = page.sentences[state.sentence];
  markPicker(sentence, heldNow());
  drawValues(d3.select('#values'), sentence, heldNow(), pictures.heads, h => {
    toggleHead(h);
    drawSentence();
  });
}

/** Draws the sentence that is chosen, as it is chosen. */
async function drawSentence() {
  const index = state.sentence;
  const sentence = await opened(page.sentences[index]);
  if (index !== state.sentence) return; // another was chosen meanwhile
  const query = itemsOf(sentence, 'query', state.unit);
  const key = itemsOf(sentence, 'key', state.unit);
  const heads = drawnHeads().map(head => ({
    ...head,
    weights: matrixOf(sentence, head.h, state.unit),
  }));
  const mapped = heads.find(head => head.h === state.mapped) ?? heads[0];
  const most = d3.max(mapped.weights) || 1;
  const shade = mapped.h < 0 ? hue() : hueOf(mapped.color.slice(4, -1));
  pictures = {query, key, heads};
  pictures.lines = drawLines(d3.select('#lines'), query, key, heads, (word, holds) =>
    holds ? hold(word) : mark(word ? {[word.side]: word.at} : null),
  );
  pictures.map = drawHeatmap(
    d3.select('#heatmap'),
    query,
    key,
    mapped.weights,
    value => shade(value / most),
    cell => mark(cell),
  );
  d3.select('#heatmap-legend').selectAll('*').remove();
  legend(d3.select('#heatmap-legend'), shade, '0', figure(most));
  d3.select('#lines-caption').text('From each word on the left to what it attends to on the right');
  d3.select('#heatmap-caption').text(
    (mapped.h < 0 ? 'Mean of all heads' : headTitle(mapped.h).replace('head', 'Head')) +
      ': a row for each word, over what it attends to',
  );
  d3.select('#partial').property('hidden', !sentence.partial);
  d3.select('#pictures').classed('long', key.length > 60);
  drawChips(
    h => {
      state.mapped = h;
      drawSentence();
    },
    h => {
      toggleHead(h);
      drawSentence();
    },
    () => {
      drawHeads([]);
      drawSentence();
    },
  );
  markSentence();
  drawChoice();
  mark(null);
}

/** Goes to a sentence of the page, with a word held, {side, token}, and, where one is given, a head drawn. */
function showSentence(index, held, h) {
  goTo(index);
  state.held.set(index, held);
  if (h !== null && state.heads.every(head => head.h !== h)) toggleHead(h);
  drawSentence();
  document.getElementById('stage').scrollIntoView({block: 'nearest', behavior: 'smooth'});
}

function drawUnits() {
  const words = page.sentences.some(
    s => !s.queries && s.word_of && itemsOf(s, 'key', 'words').length < s.keys.length,
  );
  d3.select('#unit').property('hidden', !words);
  if (!words) return;
  state.unit = 'words';
  d3.select('#unit')
    .selectAll('button')
    .data(['words', 'pieces'])
    .join('button')
    .attr('type', 'button')
    .attr('role', 'radio')
    .attr('aria-checked', unit => String(unit === state.unit))
    .text(unit => unit)
    .on('click', (event, unit) => {
      state.unit = unit;
      d3.selectAll('#unit button').attr('aria-checked', u => String(u === unit));
      drawSentence();
    });
}

function startSentences() {
  const able = 'DecompressionStream' in window;
  if (!able)
    page.notes.push(
      'This browser is too old to open the sentences: it has no DecompressionStream.',
    );
  if (!page.sentences.length || !able) {
    page.sentences = [];
    d3.select('#workbench').property('hidden', true);
    return;
  }
  if (page.steps === 255) {
    d3.select('#rounded')
      .property('hidden', false)
      .text(
        'To keep the page small, weights are rounded to steps of 1/255. Those of the word that is held first in each sentence are exact.',
      );
  }
  drawUnits();
  drawHeads(page.first_heads);
  drawSentences(index => {
    goTo(index);
    drawSentence();
  });
  drawPicker(h => {
    toggleHead(h);
    drawSentence();
  });
  d3.select('#heads-box').property('hidden', HEADS === 1);
  for (const kind of ['lines', 'heatmap'])
    putSaving(
      d3.select(`[data-figure='${kind}'] figcaption`),
      () => d3.select('#' + kind + ' svg'),
      () => kind + '-' + page.sentences[state.sentence].id.replace(/[^\w.-]/g, '_'),
    );
  goTo(0);
  drawSentence();
}

/** The parts of the page that have something to show, and links to them. */
function drawParts() {
  const parts = [
    ['model', page.corpus, body => drawModel(body)],
    [
      'words',
      page.corpus && page.corpus.links.length + page.corpus.words.length,
      body => drawWords(body, page.corpus),
    ],
    ['comparison', page.comparison, body => drawComparison(body, page.comparison)],
    ['summaries', page.summaries, body => drawSummaries(body, page.summaries)],
    ['lengths', page.lengths.bins.length, body => drawLengths(body, page.lengths)],
    ['training', page.training, body => drawTraining(body, page.training)],
  ].filter(([, has]) => has);
  for (const [name, , draw] of parts) {
    const body = d3.select('#' + name + '-body');
    d3.select(body.node().parentNode).property('hidden', false);
    body.selectAll('*').remove();
    draw(body);
  }
  d3.select('#contents')
    .selectAll('a')
    .data([
      'sentences',
      ...parts.map(([name]) => d3.select('#' + name + '-body').node().parentNode.id),
    ])
    .join('a')
    .attr('href', id => '#' + id)
    .text(id => d3.select('#' + id + ' h2').text());
}

function start() {
  d3.select('#source').text(page.source);
  startSentences();
  d3.select('#notes')
    .selectAll('li')
    .data(page.notes)
    .join('li')
    .text(note => note);
  d3.select('#chosen').text(page.chosen);
  d3.select('#analysis').text(page.analysis ?? '');
  drawParts();
  const again = () => {
    if (page.sentences.length) drawSentence();
    drawParts();
  };
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth !== width) again();
    width = window.innerWidth;
  });
}

start();
