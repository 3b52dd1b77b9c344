// The weights of a sentence as a map: a row for each query, a column for each key.

function drawHeatmap(box, sentence, weights, scale) {
  box.selectAll('*').remove();
  const queries = sentence.queries,
    keys = sentence.keys;
  const most = Math.max(queries.length, keys.length);
  const cell = most <= 40 ? 20 : most <= 140 ? 13 : 6;
  const labels = cell >= 12;
  const left = labels ? 96 : 4,
    top = labels ? 96 : 4;
  const width = keys.length * cell,
    height = queries.length * cell;
  const map = box
    .append('div')
    .attr('class', 'map')
    .style('grid-template-columns', left + 'px ' + width + 'px')
    .style('grid-template-rows', top + 'px ' + height + 'px');
  map.append('div').attr('class', 'corner');
  const columnBox = map.append('div').attr('class', 'columns');
  const rowBox = map.append('div').attr('class', 'rows');

  const canvas = map
    .append('canvas')
    .attr('width', keys.length)
    .attr('height', queries.length)
    .attr('tabindex', 0)
    .attr('role', 'img')
    .attr('aria-label', 'Attention weights; arrow keys go from cell to cell')
    .style('width', width + 'px')
    .style('height', height + 'px');
  const context = canvas.node().getContext('2d');
  for (let i = 0; i < queries.length; i++) {
    for (let j = 0; j < keys.length; j++) {
      context.fillStyle = scale(weights[i * keys.length + j]);
      context.fillRect(j, i, 1, 1);
    }
  }
  let rows = null,
    columns = null;
  if (labels) {
    const font = Math.min(13, cell - 1) + 'px';
    rows = rowBox
      .selectAll('.row')
      .data(queries)
      .join('div')
      .attr('class', 'cell-label row')
      .style('height', cell + 'px')
      .style('line-height', cell + 'px')
      .style('font-size', font)
      .each(function (token) {
        putToken(d3.select(this), token);
      });
    columns = columnBox
      .selectAll('.column')
      .data(keys)
      .join('div')
      .attr('class', 'cell-label column')
      .style('width', cell + 'px')
      .style('line-height', cell + 'px')
      .style('font-size', font)
      .each(function (token) {
        putToken(d3.select(this), token);
      });
  }

  let at = [0, 0];
  const show = (i, j, x, y) => {
    at = [i, j];
    if (labels) {
      rows.classed('active', (t, r) => r === i);
      columns.classed('active', (t, c) => c === j);
    }
    tip.show(
      plain(queries[i]) + ' → ' + plain(keys[j]) + ': ' + figure(weights[i * keys.length + j]),
      x,
      y,
    );
  };
  const leave = () => {
    tip.hide();
    if (labels) {
      rows.classed('active', false);
      columns.classed('active', false);
    }
  };
  const beside = () => {
    const view = box.node(),
      x = at[1] * cell,
      y = at[0] * cell;
    // Brought out from under the labels, which stay, and from beyond the edge.
    view.scrollLeft = Math.min(
      x,
      Math.max(view.scrollLeft, x + left + 2 * cell - view.clientWidth),
    );
    view.scrollTop = Math.min(y, Math.max(view.scrollTop, y + top + 2 * cell - view.clientHeight));
    const edge = canvas.node().getBoundingClientRect();
    show(at[0], at[1], edge.left + (at[1] + 1) * cell, edge.top + at[0] * cell);
  };
  canvas
    .on('pointermove', event => {
      const edge = canvas.node().getBoundingClientRect();
      const j = Math.floor((event.clientX - edge.left) / cell),
        i = Math.floor((event.clientY - edge.top) / cell);
      if (i >= 0 && j >= 0 && i < queries.length && j < keys.length)
        show(i, j, event.clientX, event.clientY);
    })
    .on('pointerleave', leave)
    .on('focus', beside)
    .on('blur', leave)
    .on('keydown', event => {
      const move = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[
        event.key
      ];
      if (!move) return;
      event.preventDefault();
      at = [
        Math.max(0, Math.min(queries.length - 1, at[0] + move[0])),
        Math.max(0, Math.min(keys.length - 1, at[1] + move[1])),
      ];
      beside();
    });
}
