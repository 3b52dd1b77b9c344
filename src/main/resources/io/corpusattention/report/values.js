// What the held word attends to, in numbers: its strongest words with the heads that give them, and every
// weight of the drawn heads in full.

const STRONGEST = 6;

function drawValues(box, sentence, held, heads, toggle) {
  box.selectAll('*').remove();
  box.classed('empty', !held);
  if (!held) {
    box
      .append('p')
      .attr('class', 'hint')
      .text('Click a word to hold it and to see its weights here.');
    return;
  }
  const items = {
    query: itemsOf(sentence, 'query', state.unit),
    key: itemsOf(sentence, 'key', state.unit),
  };
  const from = items[held.side].find(item => item.tokens.includes(held.token));
  if (held.side === 'query') drawStrongest(box, sentence, from, toggle);
  drawNumbers(box, sentence, held, from, items, heads);
}

function drawStrongest(box, sentence, from, toggle) {
  const line = box.append('p').attr('id', 'strongest');
  putToken(line.append('strong'), from.text);
  line.append('span').text(' attends most to ');
  const found = heaviest(sentence, state.unit, from).slice(0, STRONGEST);
  found.forEach(({text, weight, head}, i) => {
    if (i) line.append('span').attr('class', 'soft').text(' · ');
    putToken(line.append('span'), text);
    line.append('span').text(' ' + weight.toFixed(2) + ' ');
    line
      .append('button')
      .attr('type', 'button')
      .attr('class', 'head-button')
      .attr('data-head', headName(head))
      .attr('title', 'Draw ' + headTitle(head))
      .text(headName(head))
      .on('click', () => toggle(head));
  });
  if (!found.length) line.append('span').text('no other word');
}

function drawNumbers(box, sentence, held, from, items, heads) {
  const details = box.append('details').attr('id', 'numbers').property('open', state.numbers);
  details.on('toggle', event => (state.numbers = event.target.open));
  const rounded =
    page.steps === 255 &&
    (held.side === 'key' || !from.tokens.every(token => isExact(sentence, token)));
  details
    .append('summary')
    .text(
      rounded
        ? 'All weights of this word, in steps of 1/255'
        : page.steps === 255
          ? 'All weights of this word, exact'
          : 'All weights of this word',
    );
  const side = held.side === 'query' ? 'key' : 'query';
  const n = items.key.length;
  const at = items[held.side].indexOf(from);
  const table = details.append('div').attr('class', 'tables').append('table');
  const head = table.append('thead').append('tr');
  head
    .append('th')
    .attr('scope', 'col')
    .text(side === 'key' ? 'to' : 'from');
  head
    .selectAll('th.number')
    .data(heads)
    .join('th')
    .attr('class', 'number')
    .attr('scope', 'col')
    .text(h => h.name);
  const body = table.append('tbody');
  items[side].forEach((item, i) => {
    const row = body.append('tr');
    putToken(row.append('td'), item.text);
    for (const h of heads) {
      const weight = held.side === 'query' ? h.weights[at * n + i] : h.weights[i * n + at];
      row
        .append('td')
        .attr('class', 'number')
        .text(rounded ? weight.toFixed(3) : digits(weight));
    }
  });
}

/** All digits that a float32 has. */
function digits(weight) {
  return weight === 0
    ? '0'
    : page.steps === 255
      ? String(Number(weight.toPrecision(7)))
      : weight.toFixed(5);
}
