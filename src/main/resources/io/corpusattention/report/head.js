// One head: what it attends to by offset, all its figures with their intervals, and the heads most like it.

function drawHead(box, h, mass, all) {
  box.selectAll('*').remove();
  const title = box.append('div').attr('class', 'head-title');
  title
    .append('h3')
    .attr('id', 'head-name')
    .text('Head ' + headName(h));
  for (const label of headLabels(h)) title.append('span').attr('class', 'label').text(label);
  if (page.sentences.length) {
    title
      .append('button')
      .attr('type', 'button')
      .attr('class', 'plain-button')
      .attr('id', 'draw-head')
      .text('Draw it in the sentence')
      .on('click', () => {
        if (state.heads.every(head => head.h !== h)) toggleHead(h);
        drawSentence();
        document.getElementById('sentences').scrollIntoView({behavior: 'smooth'});
      });
  }
  if (mass) drawOffsets(box, h, mass[h]);
  drawLike(box, h);
  const table = box
    .append('div')
    .attr('class', 'tables')
    .attr('tabindex', 0)
    .append('table')
    .attr('id', 'head-figures');
  const head = table.append('thead').append('tr');
  head.append('th').attr('scope', 'col').text('statistic');
  head.append('th').attr('scope', 'col').attr('class', 'number').text('mean');
  head.append('th').attr('scope', 'col').attr('class', 'number').text('95% interval');
  const body = table.append('tbody');
  for (const [id, title] of all) {
    const s = statistic(id);
    if (s.mean[h] === null) continue;
    const row = body.append('tr').attr('data-statistic', id);
    row.append('td').text(title);
    row.append('td').attr('class', 'number').text(figure(s.mean[h]));
    row
      .append('td')
      .attr('class', 'number')
      .text(s.low[h] === null ? '' : figure(s.low[h]) + ' – ' + figure(s.high[h]));
  }
}

/** Heads of the least divergence. */
function drawLike(box, h) {
  const near = page.corpus.divergences
    .filter(([a, b]) => a === h || b === h)
    .sort((a, b) => a[2] - b[2])
    .slice(0, 3);
  if (!near.length) return;
  box
    .append('p')
    .attr('class', 'explain')
    .text(
      'Most alike: ' +
        near
          .map(([a, b, value]) => headName(a === h ? b : a) + ' (' + figure(value) + ' nats)')
          .join(', ') +
        '.',
    );
}

function drawOffsets(box, h, mass) {
  const width = 340;
  const height = 120;
  const left = 34;
  const bottom = 22;
  const x = d3.scaleBand(d3.range(-16, 17), [left, width - 4]).paddingInner(0.15);
  const y = d3.scaleLinear([0, Math.max(0.05, d3.max(mass))], [height - bottom, 6]).nice(3);
  const panel = box.append('div');
  putTitle(panel, 'Mean weight by offset, head ' + headName(h), 'offsets-' + headName(h));
  const svg = panel
    .append('svg')
    .attr('id', 'offsets')
    .attr('viewBox', [0, 0, width, height])
    .attr('role', 'group')
    .attr('aria-label', 'Mean weight by offset');
  linesAcross(svg, y, y.ticks(3), left, width);
  valuesBeside(svg, y, y.ticks(3), left - 5, y.tickFormat(3));
  valuesBelow(
    svg,
    offset => x(offset) + x.bandwidth() / 2,
    [-16, -8, 0, 8, 16],
    height - 7,
    offset => (offset > 0 ? '+' : '') + offset,
  );
  tip.on(
    svg
      .selectAll('.bar')
      .data(mass.map((value, i) => ({offset: i - 16, value})))
      .join('rect')
      .attr('class', 'bar')
      .attr('x', d => x(d.offset))
      .attr('width', x.bandwidth())
      .attr('y', d => y(d.value))
      .attr('height', d => y(0) - y(d.value)),
    d =>
      (d.offset === 0
        ? 'to the token itself'
        : Math.abs(d.offset) + ' tokens ' + (d.offset < 0 ? 'before' : 'after')) +
      ': ' +
      figure(d.value),
  );
}
