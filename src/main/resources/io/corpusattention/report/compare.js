// Two analyses side by side: for each statistic a dot for each head, this run across and the other run up,
// and a table with the differences. In: the comparison.

function drawComparison(body, comparison) {
  body.append('p').attr('class', 'explain').text(comparison.source);
  const known = titles(comparison.statistics);
  const all = comparison.statistics.filter(s => statistic(s.statistic));
  const name = s => known.get(s.statistic) ?? s.statistic;
  const shown = all.filter(
    s =>
      !isOffset(s.statistic) && (s.mean.some(v => v) || statistic(s.statistic).mean.some(v => v)),
  );
  heading(
    body,
    'Statistics of both runs',
    'Each dot is a head: its mean in this run across, in the other run up. On the line they are equal. A filled dot differs by more than chance: the 95% interval of its difference leaves 0 out.',
  );
  const box = body.append('div').attr('class', 'multiples');
  const bar = body.append('div').attr('class', 'controls');
  const select = bar
    .append('label')
    .text('Differences of ')
    .append('select')
    .attr('id', 'differences-of');
  const tables = body.append('div');
  const draw = id => {
    select.property('value', id);
    tables.selectAll('*').remove();
    const s = all.find(one => one.statistic === id);
    const heads = d3
      .range(HEADS)
      .filter(h => s.difference[h] !== null)
      .sort((a, b) => Math.abs(s.difference[b]) - Math.abs(s.difference[a]));
    const columns = ['head', 'this run', 'other run', 'difference', '95% interval'];
    table(tables, 'differences', columns, heads, 1, (row, h) => {
      row.classed('differs', differs(s, h)).attr('data-head', headName(h));
      row.append('td').text(headTitle(h).replace('head ', ''));
      number(row, figure(statistic(id).mean[h]));
      number(row, figure(s.mean[h]));
      number(row, signed(s.difference[h]));
      number(
        row,
        s.difference_low[h] === null
          ? ''
          : signed(s.difference_low[h]) + ' to ' + signed(s.difference_high[h]),
      );
    });
  };
  for (const s of shown) drawScatter(box, s, name(s), draw);
  select
    .selectAll('option')
    .data(all)
    .join('option')
    .attr('value', s => s.statistic)
    .text(name);
  select.on('change', () => draw(select.property('value')));
  if (all.length) draw((shown[0] ?? all[0]).statistic);
}

/** Whether 0 is outside the interval of a difference. */
function differs(s, h) {
  return s.difference_low[h] !== null && (s.difference_low[h] > 0 || s.difference_high[h] < 0);
}

function signed(value) {
  return (value > 0 ? '+' : '') + figure(value);
}

function drawScatter(box, s, title, open) {
  const own = statistic(s.statistic);
  const panel = box
    .append('div')
    .attr('class', 'multiple scatter')
    .attr('data-compared', s.statistic);
  putTitle(panel, title, 'compared-' + s.statistic, title + ': this run across, the other up');
  const size = 240;
  const left = 40;
  const bottom = 24;
  const points = d3
    .range(HEADS)
    .filter(h => own.mean[h] !== null && s.mean[h] !== null)
    .map(h => ({h, x: own.mean[h], y: s.mean[h]}));
  const extent = d3.extent(points.flatMap(p => [p.x, p.y]));
  const domain = extent[0] === extent[1] ? [extent[0] - 0.5, extent[1] + 0.5] : extent;
  const x = d3.scaleLinear(domain, [left, size - 16]).nice(4);
  const y = d3.scaleLinear(domain, [size - bottom, 8]).nice(4);
  const svg = panel
    .append('svg')
    .attr('viewBox', [0, 0, size, size])
    .attr('role', 'group')
    .attr('aria-label', title);
  const ends = x.domain();
  svg
    .append('line')
    .attr('class', 'axis')
    .attr('x1', x(ends[0]))
    .attr('y1', y(ends[0]))
    .attr('x2', x(ends[1]))
    .attr('y2', y(ends[1]));
  valuesBelow(svg, value => x(value), x.ticks(4), size - 8, x.tickFormat(4));
  valuesBeside(svg, y, y.ticks(4), left - 6, y.tickFormat(4));
  const dots = svg
    .selectAll('circle')
    .data(points)
    .join('circle')
    .attr('class', p => 'point' + (differs(s, p.h) ? ' differs' : ''))
    .attr('cx', p => x(p.x))
    .attr('cy', p => y(p.y))
    .attr('r', 3.5);
  tip.on(
    dots,
    p =>
      headTitle(p.h) +
      ': ' +
      figure(p.x) +
      ', other run ' +
      figure(p.y) +
      (s.difference_low[p.h] === null
        ? ''
        : '\ndifference ' +
          signed(s.difference[p.h]) +
          ' (' +
          signed(s.difference_low[p.h]) +
          ' to ' +
          signed(s.difference_high[p.h]) +
          ')'),
  );
  dots.on('click', () => open(s.statistic));
}
