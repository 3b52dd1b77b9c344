// The weights of a sentence as a map: a row for each query, a column for each key. In: the items on both
// sides and the weights. Out: a function that marks what is chosen.

/** Sides of a cell, in pixels: the least, the least beside which a label can be read, the most. */
const CELLS = {least: 1.5, labelled: 9, most: 34};

function drawHeatmap(box, queries, keys, weights, scale, choose) {
  box.selectAll('*').remove();
  const wide = Math.max(220, box.node().clientWidth - 16);
  const left = room(queries, 12, 30, Math.min(110, wide * 0.3));
  const top = room(keys, 12, 30, 110);
  const fill = (wide - left) / keys.length; // the map fills its place
  const labels = fill >= CELLS.labelled;
  const cell = Math.max(
    CELLS.least,
    Math.min(CELLS.most, labels ? fill : (wide - 2) / keys.length),
  );
  const x0 = labels ? left : 2;
  const y0 = labels ? top : 2;
  const width = keys.length * cell;
  const height = queries.length * cell;
  const svg = box
    .append('svg')
    .attr('width', x0 + width + 2)
    .attr('height', y0 + height + 2)
    .attr('viewBox', [0, 0, x0 + width + 2, y0 + height + 2]);
  svg
    .append('image')
    .attr('x', x0)
    .attr('y', y0)
    .attr('width', width)
    .attr('height', height)
    .attr('preserveAspectRatio', 'none')
    .attr('href', image(queries.length, keys.length, weights, scale));
  const size = Math.min(13, cell);
  const rows = labels
    ? names(queries, left, 'row', i => `translate(${x0 - 5},${y0 + (i + 0.5) * cell})`, 'end')
    : null;
  const columns = labels
    ? names(
        keys,
        top,
        'column',
        j => `translate(${x0 + (j + 0.5) * cell},${y0 - 5}) rotate(-90)`,
        'start',
      )
    : null;
  const row = svg.append('rect').attr('class', 'outline').attr('x', x0).attr('width', width);
  const column = svg.append('rect').attr('class', 'outline').attr('y', y0).attr('height', height);
  const field = svg
    .append('rect')
    .attr('class', 'hit')
    .attr('id', 'cells')
    .attr('x', x0)
    .attr('y', y0)
    .attr('width', width)
    .attr('height', height)
    .attr('tabindex', 0)
    .attr('role', 'img')
    .attr('aria-label', 'Attention weights; arrow keys go from cell to cell');

  function names(items, width, kind, place, anchor) {
    return svg
      .append('g')
      .selectAll('text')
      .data(items)
      .join('text')
      .attr('class', item => 'cell-label ' + kind + (item.special ? ' special' : ''))
      .attr('transform', (item, i) => place(i))
      .attr('dy', '0.35em')
      .attr('text-anchor', anchor)
      .style('font-size', size + 'px')
      .each(function (item) {
        putSvgToken(d3.select(this), item.text, width - 8, size);
      });
  }

  let at = {query: 0, key: 0};
  const go = (query, key, x, y) => {
    at = {query, key};
    choose(at);
    tip.show(
      plain(queries[query].text) +
        ' → ' +
        plain(keys[key].text) +
        ': ' +
        figure(weights[query * keys.length + key]),
      x,
      y,
    );
  };
  const leave = () => {
    tip.hide();
    choose(null);
  };
  const beside = () => {
    const edge = field.node().getBoundingClientRect();
    go(at.query, at.key, edge.left + (at.key + 1) * cell, edge.top + at.query * cell);
  };
  field
    .on('pointermove', event => {
      const [x, y] = d3.pointer(event);
      const key = Math.floor((x - x0) / cell);
      const query = Math.floor((y - y0) / cell);
      if (query >= 0 && key >= 0 && query < queries.length && key < keys.length)
        go(query, key, event.clientX, event.clientY);
    })
    .on('pointerleave', leave)
    .on('focus', beside)
    .on('blur', leave)
    .on('keydown', event => {
      const by = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[
        event.key
      ];
      if (!by) return;
      event.preventDefault();
      at = {
        query: Math.max(0, Math.min(queries.length - 1, at.query + by[0])),
        key: Math.max(0, Math.min(keys.length - 1, at.key + by[1])),
      };
      beside();
    });

  return chosen => {
    const query = chosen ? chosen.query : undefined;
    const key = chosen ? chosen.key : undefined;
    row
      .attr('visibility', query === undefined ? 'hidden' : null)
      .attr('y', y0 + (query ?? 0) * cell)
      .attr('height', cell);
    column
      .attr('visibility', key === undefined ? 'hidden' : null)
      .attr('x', x0 + (key ?? 0) * cell)
      .attr('width', cell);
    if (rows) rows.classed('active', (item, i) => i === query);
    if (columns) columns.classed('active', (item, j) => j === key);
  };
}

/** The cells as a picture, one pixel each. */
function image(rows, columns, weights, scale) {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      context.fillStyle = scale(weights[i * columns + j]);
      context.fillRect(j, i, 1, 1);
    }
  }
  return canvas.toDataURL();
}
