// The list of sentences with a search, and which heads are drawn: small squares by layer and head, and a
// chip for each that is chosen.

/** The list. In: a function that is called with the place of a sentence that is chosen. */
function drawSentences(choose) {
  const list = d3.select('#sentence-list');
  const option = list
    .selectAll('.sentence')
    .data(page.sentences)
    .join('div')
    .attr('class', 'sentence')
    .attr('role', 'option')
    .attr('data-id', s => s.id)
    .attr('tabindex', (s, i) => (i === 0 ? 0 : -1))
    .on('click', (event, s) => choose(page.sentences.indexOf(s)))
    .on('keydown', (event, s) => {
      const shown = option.nodes().filter(node => !node.hidden);
      const at = shown.indexOf(event.currentTarget);
      const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1}[event.key];
      if (to === undefined && event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      const next = to === undefined ? shown[at] : shown[to];
      if (!next) return;
      next.focus();
      choose(page.sentences.indexOf(d3.select(next).datum()));
    });
  option
    .append('span')
    .attr('class', 'sentence-id')
    .text(s => plain(s.id));
  option
    .append('span')
    .attr('class', 'sentence-text')
    .each(function (s) {
      putSentence(d3.select(this), s);
    });
  d3.select('#search-box').property('hidden', page.sentences.length < 2);
  d3.select('#search').on('input', event => {
    const wanted = event.target.value.trim().toLowerCase();
    let found = 0;
    option.each(function (s) {
      const has = wanted === '' || textOf(s).toLowerCase().includes(wanted) || s.id === wanted;
      this.hidden = !has;
      found += has ? 1 : 0;
    });
    d3.select('#found').text(wanted === '' ? '' : found + ' of ' + page.sentences.length);
  });
}

/** The words of a sentence, without special tokens. */
function textOf(sentence) {
  return sentence.words && sentence.words.length
    ? sentence.words.join(' ')
    : sentence.keys.join(' ');
}

/** Puts the words of a sentence into an element, those that a summary kept in bold. */
function putSentence(selection, sentence) {
  const words = sentence.words && sentence.words.length ? sentence.words : sentence.keys;
  words.slice(0, 60).forEach((word, i) => {
    if (i && !/^[.,;:!?)\]’”]+$/.test(word)) selection.append('span').text(' ');
    const box = selection
      .append('span')
      .classed('kept', Boolean(sentence.kept && sentence.kept.includes(i)));
    putToken(box, word);
  });
  if (words.length > 60) selection.append('span').text(' …');
}

function markSentence() {
  d3.selectAll('#sentence-list .sentence')
    .attr('aria-selected', (s, i) => String(i === state.sentence))
    .attr('tabindex', (s, i) => (i === state.sentence ? 0 : -1))
    .filter((s, i) => i === state.sentence)
    .each(function () {
      const list = this.parentNode;
      const below = this.offsetTop + this.offsetHeight - list.clientHeight;
      if (list.scrollTop < below) list.scrollTop = below;
      if (list.scrollTop > this.offsetTop) list.scrollTop = this.offsetTop;
    });
}

/** The squares. In: a function that is called with a head that is pressed. */
function drawPicker(press) {
  const picker = d3.select('#picker');
  picker.selectAll('*').remove();
  picker.style('--columns', page.heads);
  const rows = picker
    .selectAll('.picker-row')
    .data(page.layers)
    .join('div')
    .attr('class', 'picker-row')
    .attr('role', 'row');
  rows
    .append('span')
    .attr('class', 'picker-layer')
    .attr('role', 'rowheader')
    .text(layer => layer ?? '');
  rows.each(function (layer, row) {
    d3.select(this)
      .selectAll('button')
      .data(d3.range(row * page.heads, (row + 1) * page.heads))
      .join('button')
      .attr('type', 'button')
      .attr('role', 'gridcell')
      .attr('class', 'square')
      .attr('data-head', h => headName(h))
      .attr('tabindex', h => (h === 0 ? 0 : -1))
      .on('click', (event, h) => press(h));
  });
  const squares = picker.selectAll('.square');
  tip.near(squares, h => headTitle(h));
  moveInGrid(squares, page.heads);
}

/** Arrow keys go from one of a grid to its neighbor. */
function moveInGrid(cells, columns) {
  cells.on('keydown', event => {
    const nodes = cells.nodes();
    const at = nodes.indexOf(event.currentTarget);
    const by = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns}[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = nodes[at + by];
    if (!next) return;
    nodes[at].setAttribute('tabindex', -1);
    next.setAttribute('tabindex', 0);
    next.focus();
  });
}

/** Shades the squares by what the held word gives to its strongest other word, and marks the chosen. */
function markPicker(sentence, held) {
  const strongest = new Float64Array(HEADS);
  if (held && held.side === 'query') {
    const from = itemsOf(sentence, 'query', 'words').find(row => row.tokens.includes(held.token));
    const columns = itemsOf(sentence, 'key', 'words');
    const itself = sentence.queries ? -1 : from.tokens[0];
    for (let h = 0; h < HEADS; h++) {
      rowOf(sentence, h, from, columns).forEach((weight, j) => {
        if (isContent(columns[j]) && columns[j].tokens[0] !== itself)
          strongest[h] = Math.max(strongest[h], weight);
      });
    }
  }
  const colors = new Map(state.heads.map(({h, color}) => [h, color]));
  d3.selectAll('#picker .square')
    .style('--shade', h => (100 * strongest[h]).toFixed(1) + '%')
    .style('--own', h => (colors.has(h) ? `var(--head-${colors.get(h)})` : null))
    .attr('aria-pressed', h => String(colors.has(h)))
    .attr('aria-label', h => headTitle(h));
  d3.select('#picker-hint').text(
    held && held.side === 'query'
      ? 'Shade: the most that the held word gives to another word. Press a square to draw its head.'
      : 'Press a square to draw its head, up to ' + MOST_HEADS + ' at once.',
  );
}

/** The chips. In: what is called with a head to be mapped, with one to be removed, and for the mean. */
function drawChips(map, remove, mean) {
  const box = d3.select('#chips');
  box.selectAll('*').remove();
  if (!state.heads.length) {
    box.append('span').attr('class', 'chip only').text('mean of all heads');
    return;
  }
  for (const {h, color} of state.heads) {
    const chip = box
      .append('span')
      .attr('class', 'chip')
      .attr('data-head', headName(h))
      .style('--own', `var(--head-${color})`)
      .classed('mapped', state.mapped === h);
    const name = chip
      .append('button')
      .attr('type', 'button')
      .attr('class', 'chip-name')
      .attr('aria-pressed', String(state.mapped === h))
      .attr('title', 'Show this head in the heat map')
      .on('click', () => map(h));
    name.append('span').attr('class', 'dot');
    name.append('span').text(headName(h));
    const labels = headLabels(h);
    if (labels.length) name.append('span').attr('class', 'chip-labels').text(labels.join(', '));
    chip
      .append('button')
      .attr('type', 'button')
      .attr('class', 'chip-remove')
      .attr('aria-label', 'Remove head ' + headName(h))
      .text('×')
      .on('click', () => remove(h));
  }
  box
    .append('button')
    .attr('type', 'button')
    .attr('class', 'plain-button')
    .attr('id', 'mean')
    .text('Mean of all heads')
    .on('click', mean);
}
