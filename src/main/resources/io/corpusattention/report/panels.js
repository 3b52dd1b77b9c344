// A panel for each statistic: a row for each layer with a dot for each of its heads; where there is one
// layer, a row for each head with its interval. In: the figures of an analysis.

/** @param all ids and titles; @param open is called with a head whose dot is pressed */
function drawPanels(body, all, open) {
  heading(
    body,
    page.layers.length > 1 ? 'Statistics by layer' : 'Statistics by head',
    page.layers.length > 1
      ? 'Each dot is a head: the mean over sentences. Hover for its 95% interval, with sentences as the unit; press it to open the head.'
      : 'A dot is the mean over sentences; the bar behind it is the 95% interval of that mean, with sentences as the unit.',
  );
  drawLabels(body);
  const parts = [
    [null, [...all].filter(([id]) => !isNorm(id))],
    [
      'By the length of weighted value vectors, in place of weights',
      [...all].filter(([id]) => isNorm(id)),
    ],
  ];
  for (const [title, panels] of parts) {
    const shown = panels.filter(([id]) =>
      statistic(id).mean.some(mean => mean !== null && mean !== 0),
    );
    if (!shown.length) continue;
    if (title) heading(body, title);
    const box = body.append('div').attr('class', 'multiples');
    for (const [id, name] of shown)
      drawPanel(box, id, name, rowsOf(statistic(id)), scaleEnd(id), open);
  }
  drawLayerPanels(body);
  drawWhole(body);
}

/** Dots by row: of each layer its heads, or of one layer each head by itself. */
function rowsOf(s) {
  const dots = d3.range(HEADS).map(h => ({
    h,
    name: headTitle(h),
    mean: s.mean[h],
    low: s.low[h],
    high: s.high[h],
  }));
  return page.layers.length > 1
    ? page.layers.map((layer, i) => ({
        name: layer,
        dots: dots.slice(i * page.heads, (i + 1) * page.heads),
      }))
    : dots.map(dot => ({name: dot.h, dots: [dot]}));
}

/** What a layer has as a whole: lengths, and how its output mixes. */
function drawLayerPanels(body) {
  const rows = page.corpus.layer_statistics;
  if (!rows.length) return;
  heading(body, 'Of all heads of a layer together');
  const box = body.append('div').attr('class', 'multiples');
  const known = titles(rows);
  for (const [id, title] of known) {
    const s = rows.find(row => row.statistic === id);
    const dots = page.layers.map((layer, i) => ({
      name: layer ?? '',
      dots: [
        {
          h: -1,
          name: layer === null ? 'all heads' : 'layer ' + layer,
          mean: s.mean[i],
          low: s.low[i],
          high: s.high[i],
        },
      ],
    }));
    drawPanel(box, id, title, dots, null, () => {});
  }
}

/** What only all layers together have: rollout. */
function drawWhole(body) {
  const rows = page.corpus.corpus_statistics;
  if (!rows.length) return;
  heading(
    body,
    'Through all layers',
    'Attention rollout: the share of what reaches the last layer that comes from these tokens.',
  );
  table(body, 'rollout', ['statistic', 'mean', '95% interval'], rows, 1, (row, s) => {
    row.append('td').text(s.statistic.replace(/^rollout_/, '').replace(/_/g, ' '));
    number(row, figure(s.mean));
    number(row, s.low === null ? '' : figure(s.low) + ' – ' + figure(s.high));
  });
}

/** Shares are drawn on one scale, so that their panels compare; others that end at 1, to 1. */
function scaleEnd(id) {
  if (/^(norm_)?(largest_weight|normalized_entropy|sink_rate|sink_sentences)$/.test(id)) return 1;
  const shares = /^(norm_)?share_/.exec(id);
  return shares
    ? highest(page.corpus.statistics.filter(s => s.statistic.startsWith(shares[0])))
    : null;
}

function highest(rows) {
  return d3.max(rows, s => d3.max([...s.mean, ...s.high])) || 1;
}

/** What rules call the heads. */
function drawLabels(body) {
  const byLabel = d3.group(
    d3.range(HEADS).flatMap(h => headLabels(h).map(label => [label, h])),
    pair => pair[0],
  );
  if (!byLabel.size) return;
  const list = body.append('p').attr('class', 'explain').attr('id', 'labels');
  list.append('span').text('Labels by rules: ');
  Array.from(byLabel).forEach(([label, pairs], i) => {
    if (i) list.append('span').text('; ');
    list.append('strong').text(label);
    list
      .append('span')
      .text(
        ' ' +
          (pairs.length === HEADS && HEADS > 1
            ? 'all heads'
            : pairs.map(pair => headName(pair[1])).join(', ')),
      );
  });
}

function drawPanel(box, id, title, rows, top, open) {
  const panel = box.append('div').attr('class', 'multiple strip').attr('data-statistic', id);
  putTitle(panel, title, id);
  const row = rows.length > 16 ? 11 : 16;
  const width = 260;
  const left = 24;
  const right = 16;
  const height = rows.length * row + 22;
  const dots = rows.flatMap((r, i) => r.dots.map(dot => ({...dot, row: i})));
  const end = top ?? (d3.max(dots, d => Math.max(d.mean ?? 0, d.high ?? 0)) || 1);
  const start = Math.min(
    0,
    d3.min(dots, d => d.mean ?? 0),
  );
  const x = d3
    .scaleLinear([start, end], [left, width - right])
    .nice(4)
    .clamp(true);
  const svg = panel
    .append('svg')
    .attr('viewBox', [0, 0, width, height])
    .attr('role', 'group')
    .attr('aria-label', title);
  svg
    .selectAll('.axis')
    .data(x.ticks(4))
    .join('line')
    .attr('class', 'axis')
    .attr('x1', x)
    .attr('x2', x)
    .attr('y1', 2)
    .attr('y2', height - 18);
  valuesBelow(svg, value => x(value), x.ticks(4), height - 5, x.tickFormat(4));
  const y = i => i * row + row / 2 + 2;
  valuesBeside(
    svg,
    (r, i) => y(i),
    rows,
    left - 6,
    r => r.name ?? 'all',
  );
  const alone = rows.every(r => r.dots.length === 1);
  const dot = svg
    .selectAll('.dot')
    .data(dots.filter(d => d.mean !== null))
    .join('g')
    .attr('class', 'dot')
    .attr('transform', d => `translate(0,${y(d.row)})`);
  if (alone) {
    dot
      .filter(d => d.low !== null)
      .append('line')
      .attr('class', 'interval')
      .attr('x1', d => x(d.low))
      .attr('x2', d => Math.max(x(d.high), x(d.low) + 1));
  }
  dot
    .append('circle')
    .attr('class', 'mean')
    .attr('cx', d => x(d.mean))
    .attr('r', row > 12 ? 3.5 : 2.5);
  const hit = dot
    .append('circle')
    .attr('class', 'hit')
    .attr('cx', d => x(d.mean))
    .attr('r', row / 2);
  tip.on(
    hit,
    d =>
      d.name +
      ': ' +
      figure(d.mean) +
      (d.low === null ? '' : ' (' + figure(d.low) + ' to ' + figure(d.high) + ')'),
  );
  hit.on('click', (event, d) => open(d.h));
}
