// How long the sentences are. In: a histogram.

/** A strip of a color scale between two words. */
function legend(box, interpolate, low, high) {
  box.append('span').text(low);
  const canvas = box.append('canvas').attr('width', 120).attr('height', 1).node();
  const context = canvas.getContext('2d');
  for (let i = 0; i < 120; i++) {
    context.fillStyle = interpolate(i / 119);
    context.fillRect(i, 0, 1, 1);
  }
  box.append('span').text(high);
}

function drawLengths(body, lengths) {
  const title =
    'Sentences by their number of tokens' +
    (lengths.width > 1 ? ', ' + lengths.width + ' to a bar' : '');
  putTitle(body, title, 'lengths');
  const width = 640,
    height = 170,
    left = 48,
    bottom = 24;
  const x = d3.scaleBand(d3.range(lengths.bins.length), [left, width - 6]).paddingInner(0.12);
  const y = d3
    .scaleLinear([0, d3.max(lengths.bins, b => b.sentences)], [height - bottom, 8])
    .nice(4);
  const svg = body
    .append('svg')
    .attr('id', 'lengths')
    .attr('viewBox', [0, 0, width, height])
    .style('max-width', width + 'px')
    .style('width', '100%');
  linesAcross(svg, y, y.ticks(4), left, width);
  valuesBeside(svg, y, y.ticks(4).filter(Number.isInteger), left - 6, d3.format(',~s'));
  const every = Math.ceil(lengths.bins.length / 12);
  valuesBelow(
    svg,
    b => x(lengths.bins.indexOf(b)) + x.bandwidth() / 2,
    lengths.bins.filter((b, i) => i % every === 0),
    height - 7,
    b => b.from,
  );
  tip.on(
    svg
      .selectAll('.bar')
      .data(lengths.bins)
      .join('rect')
      .attr('class', 'bar')
      .attr('x', (b, i) => x(i))
      .attr('width', x.bandwidth())
      .attr('y', b => y(b.sentences))
      .attr('height', b => y(0) - y(b.sentences)),
    b =>
      (b.from === b.to ? b.from : b.from + ' to ' + b.to) +
      ' tokens: ' +
      d3.format(',')(b.sentences) +
      ' sentences',
  );
}
