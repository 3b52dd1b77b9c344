// Syntactic relations and the head that follows each best, beside the best fixed offset. In: the figures
// of an analysis of a treebank.

const WAYS = {to_governor: 'word → governor', from_governor: 'governor → word'};

function drawRelations(body, open) {
  heading(
    body,
    'Syntactic relations',
    'For each relation the head in which a word attends most to its governor, or its governor to it, among all other words. The bar is the share of words, with its 95% interval by sentences; the mark is the share that the best fixed offset reaches. Press a row for sentences.',
  );
  const columns = ['relation', 'direction', 'head', 'share', '', 'best offset', 'words'];
  table(body, 'relations', columns, page.corpus.relations, 3, (row, r) => {
    row.attr('data-relation', r.relation);
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
    number(row, figure(r.share));
    drawShare(row.append('td').attr('class', 'share'), r);
    number(row, (r.offset > 0 ? '+' : '') + r.offset + ': ' + figure(r.offset_share));
    number(row, d3.format(',')(r.words));
    opening(row, columns.length, () =>
      page.corpus.examples.filter(
        e =>
          e.kind === 'relation' &&
          e.relation === r.relation &&
          e.direction === r.direction &&
          e.head === r.head,
      ),
    );
  });
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
    r.low === null ? null : '95% interval: ' + figure(r.low) + ' to ' + figure(r.high),
  );
}
