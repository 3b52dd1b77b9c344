// What charts share: values along their sides. In: a scale, or a function that gives a value its place.

/** A line across a chart at each value of a vertical scale. */
function linesAcross(svg, y, values, left, right) {
  svg
    .selectAll('.axis')
    .data(values)
    .join('line')
    .attr('class', 'axis')
    .attr('x1', left)
    .attr('x2', right)
    .attr('y1', y)
    .attr('y2', y);
}

/** Values on the left of a chart, which end at right. */
function valuesBeside(svg, y, values, right, text) {
  svg
    .selectAll('.y')
    .data(values)
    .join('text')
    .attr('class', 'y')
    .attr('x', right)
    .attr('y', y)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'end')
    .text(text);
}

/** Values below a chart, each in the middle of its place. */
function valuesBelow(svg, x, values, bottom, text) {
  svg
    .selectAll('.x')
    .data(values)
    .join('text')
    .attr('class', 'x')
    .attr('x', x)
    .attr('y', bottom)
    .attr('text-anchor', 'middle')
    .text(text);
}
