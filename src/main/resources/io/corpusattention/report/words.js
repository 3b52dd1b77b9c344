// Links between words, and words that receive most, each with the sentences behind it. In: the figures of
// an analysis.

function drawWords(body, corpus) {
  const side = body.append('div').attr('class', 'side');
  if (corpus.links.length) {
    const box = side.append('div');
    heading(
      box,
      'Strongest links',
      'The mean weight, over heads and meetings, that the first word gives to the second.' +
        hint('link'),
    );
    table(box, 'links', ['from', 'to', 'weight', 'met'], corpus.links, 2, (row, link) => {
      putToken(row.append('td'), link.query_word);
      putToken(row.append('td'), link.key_word);
      number(row, figure(link.weight));
      number(row, d3.format(',')(link.meetings));
      opening(row, 4, () =>
        corpus.examples.filter(
          e =>
            e.kind === 'link' && e.query_word === link.query_word && e.key_word === link.key_word,
        ),
      );
    });
  }
  if (corpus.words.length) {
    const box = side.append('div');
    const rollout = corpus.words.some(word => word.rollout !== null && word.rollout !== undefined);
    heading(
      box,
      'Words that receive the most attention',
      (corpus.self_attention
        ? 'Attention from all words of the sentence, added up; an average token receives 1.'
        : 'Attention from all queries of the sentence, added up.') +
        (rollout ? ' Rollout: the same through all layers.' : '') +
        hint('word'),
    );
    const columns = ['word', 'receives', ...(rollout ? ['rollout'] : []), 'occurs'];
    table(box, 'words', columns, corpus.words, 1, (row, word) => {
      putToken(row.append('td'), word.word);
      number(row, figure(word.received));
      if (rollout) number(row, figure(word.rollout));
      number(row, d3.format(',')(word.occurrences));
      opening(row, columns.length, () =>
        corpus.examples.filter(e => e.kind === 'word' && e.key_word === word.word),
      );
    });
  }
}

function hint(kind) {
  return page.corpus.examples.some(e => e.kind === kind) ? ' Press a row for sentences.' : '';
}

/** @param texts so many columns of text come first, those of numbers after them */
function table(box, id, columns, rows, texts, fill) {
  const table = box
    .append('div')
    .attr('class', 'tables tall')
    .attr('tabindex', 0)
    .append('table')
    .attr('id', id);
  table
    .append('thead')
    .append('tr')
    .selectAll('th')
    .data(columns)
    .join('th')
    .attr('scope', 'col')
    .attr('class', (column, i) => (i < texts ? null : 'number'))
    .text(column => column);
  const body = table.append('tbody');
  for (const row of rows) fill(body.append('tr'), row);
}

function number(row, text) {
  row.append('td').attr('class', 'number').text(text);
}

/** Makes a row open its sentences below itself, where it has any. */
function opening(row, columns, examplesOf) {
  const examples = examplesOf();
  if (!examples.length) return;
  let below = null;
  const toggle = () => {
    row.attr('aria-expanded', String(!below));
    if (below) {
      below.remove();
      below = null;
      return;
    }
    const next = row.node().nextSibling;
    const line = document.createElement('tr');
    row.node().parentNode.insertBefore(line, next);
    below = d3.select(line).attr('class', 'below');
    const cell = below.append('td').attr('colspan', columns);
    for (const example of examples) putExample(cell, example);
  };
  row
    .attr('class', 'opens')
    .attr('tabindex', 0)
    .attr('aria-expanded', 'false')
    .on('click', toggle)
    .on('keydown', event => {
      if (event.target !== row.node() || (event.key !== 'Enter' && event.key !== ' ')) return;
      event.preventDefault();
      toggle();
    });
}

/** A sentence with the two words marked; where the page has its weights, a button that shows it. */
function putExample(cell, example) {
  const line = cell.append('p').attr('class', 'example');
  line.append('span').attr('class', 'sentence-id').text(plain(example.id));
  const sentence = page.corpus.example_sentences[example.id];
  if (sentence) {
    const words = itemsOf(sentence, 'key', 'words').filter(item => !item.special);
    for (const item of words) {
      const box = line
        .append('span')
        .classed('from', item.tokens.includes(example.query_place))
        .classed('to', item.tokens.includes(example.key_place));
      putToken(box, item.text);
      line.append('span').text(' ');
    }
  }
  line.append('span').attr('class', 'soft').text(figure(example.weight));
  const index = page.sentences.findIndex(s => s.id === example.id);
  if (index >= 0) {
    line
      .append('button')
      .attr('type', 'button')
      .attr('class', 'plain-button')
      .attr('data-show', example.id)
      .text('Draw it')
      .on('click', event => {
        event.stopPropagation();
        const one = example.query_place ?? null;
        const held =
          one === null ? {side: 'key', token: example.key_place} : {side: 'query', token: one};
        showSentence(index, held, example.head ?? null);
      });
  }
}
