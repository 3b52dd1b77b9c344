// Syntactic relations and the head that follows each best, beside the best fixed offset. In: the figures
// of an analysis of a treebank.

const WAYS = {to_governor: 'word → governor', from_governor: 'governor → word'};

function drawRelations(body, open) {
  heading(
    body,
    'Syntactic relations',
    'For each relation the head in which a word attends most to its governor, or its governor to it, among all other words. The bar is the share of words, with its 95 % interval by sentences; the mark is the share that the best fixed offset reaches. Press a row for sentences.',
  );
  const rows = page.corpus.relations;
  const box = body.append('div').attr('class', 'tables tall').attr('tabindex', 0);
  const table = box.append('table').attr('id', 'relations');
  const columns = ['relation', 'direction', 'head', 'share', '', 'best offset', 'words'];
  table
    .append('thead')
    .append('tr')
    .selectAll('th')
    .data(columns)
    .join('th')
    .attr('scope', 'col')
    .attr('class', (c, i) => (i === 3 || i > 4 ? 'number' : null))
    .text(c => c);
  const tbody = table.append('tbody');
  for (const r of rows) {
    const row = tbody.append('tr').attr('class', 'opens').attr('data-relation', r.relation);
    row.append('td').append('strong').text(r.relation);
    row
      .append('td')
      .attr('class', 'way')
      .text(WAYS[r.direction] ?? r.direction);
    row
      .append('td')
      .append('button')
      .attr('type', 'button')
      .attr('class', 'head-button')
      .attr('data-head', headName(r.head))
      .text(headName(r.head))
      .on('click', event => {
        event.stopPropagation();
        open(r.head);
      });
    row.append('td').attr('class', 'number').text(figure(r.share));
    drawShare(row.append('td').attr('class', 'share'), r);
    row
      .append('td')
      .attr('class', 'number')
      .text((r.offset > 0 ? '+' : '') + r.offset + ': ' + figure(r.offset_share));
    row.append('td').attr('class', 'number').text(d3.format(',')(r.words));
    opening(row, columns.length, () =>
      page.corpus.examples.filter(
        e =>
          e.kind === 'relation' &&
          e.relation === r.relation &&
          e.direction === r.direction &&
          e.head === r.head,
      ),
    );
  }
}

function drawShare(cell, r) {
  const width = 120;
  const svg = cell
    .append('svg')
    .attr('viewBox', [0, 0, width, 16])
    .attr('width', width)
    .attr('height', 16);
  const x = d3.scaleLinear([0, 1], [0, width]).clamp(true);
  svg
    .append('rect')
    .attr('class', 'rail')
    .attr('width', width)
    .attr('y', 4)
    .attr('height', 8)
    .attr('rx', 4);
  svg
    .append('rect')
    .attr('class', 'bar')
    .attr('width', x(r.share))
    .attr('y', 4)
    .attr('height', 8)
    .attr('rx', 4);
  if (r.low !== null) {
    svg
      .append('line')
      .attr('class', 'whisker')
      .attr('x1', x(r.low))
      .attr('x2', x(r.high))
      .attr('y1', 8)
      .attr('y2', 8);
  }
  svg
    .append('line')
    .attr('class', 'baseline')
    .attr('x1', x(r.offset_share))
    .attr('x2', x(r.offset_share))
    .attr('y1', 1)
    .attr('y2', 15);
  cell.attr(
    'title',
    r.low === null ? null : '95 % interval: ' + figure(r.low) + ' to ' + figure(r.high),
  );
}
