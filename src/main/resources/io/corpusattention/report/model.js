// All heads over the corpus: a grid of layers and heads, each cell a small picture of what the head does
// or the color of a statistic. In: the figures of an analysis.

/** Statistics with their titles and units, in the order in which they are offered. */
const STATISTICS = [
  ['entropy', 'Entropy', 'nats'],
  ['normalized_entropy', 'Entropy / ln n', '1 is uniform'],
  ['distance', 'Mean distance', 'tokens'],
  ['tokens_holding_95', 'Tokens that hold 95%', 'tokens'],
  ['largest_weight', 'Largest weight', ''],
  ['share_previous', 'Share to the previous token', ''],
  ['share_self', 'Share to the token itself', ''],
  ['share_next', 'Share to the next token', ''],
  ['share_first', 'Share to the first token', ''],
  ['share_last', 'Share to the last token', ''],
  ['share_special', 'Share to special tokens', ''],
  ['share_punctuation', 'Share to punctuation', ''],
  ['sink_rate', 'Queries with a sink in the first token', ''],
  ['sink_sentences', 'Sentences with a sink in the first token', ''],
  ['share_duplicate', 'Share to earlier tokens of its kind', ''],
  ['share_induction', 'Share to what followed such a token', ''],
  ['norm_length', 'Length of what is moved', ''],
  ['mixing_ratio', 'Mixing ratio', ''],
];

const isNorm = id => id.startsWith('norm_');

/** The mass by offset: 33 numbers, of which the nearest have panels as shares. */
const isOffset = id => /^(norm_)?offset_/.test(id);

/** Ids and titles: those that have one, then what else the analysis has. */
function titles(statistics) {
  const known = new Map(
    STATISTICS.map(([id, title, unit]) => [id, title + (unit ? ' (' + unit + ')' : '')]),
  );
  const there = new Map();
  for (const [id, title] of known)
    if (statistics.some(s => s.statistic === id)) there.set(id, title);
  for (const {statistic: id} of statistics) {
    if (there.has(id) || isOffset(id)) continue;
    const share = /^(norm_)?share_(\S+)$/.exec(id);
    const named = isNorm(id) && known.has(id.slice(5));
    there.set(
      id,
      named
        ? known.get(id.slice(5)) + ', by length'
        : share
          ? 'Share to ' + share[2] + (share[1] ? ', by length' : '')
          : id,
    );
  }
  return there;
}

/** A statistic of all heads: {mean, low, high}, or nothing. */
function statistic(id) {
  return page.corpus.statistics.find(s => s.statistic === id);
}

/** Mean mass by offset from -16 to 16, of each head; null where the analysis has none. */
function offsets() {
  const found = d3.range(-16, 17).map(offset => statistic('offset_' + offset));
  return found.every(Boolean) ? d3.range(HEADS).map(h => found.map(s => s.mean[h] ?? 0)) : null;
}

function heading(body, title, explanation) {
  body.append('h3').text(title);
  if (explanation) body.append('p').attr('class', 'explain').text(explanation);
}

function drawModel(body) {
  const side = body.append('div').attr('id', 'heads-side');
  const column = side.append('div').attr('class', 'column');
  const left = column.append('div').attr('class', 'card').attr('id', 'grid-card');
  const right = side.append('div').attr('class', 'card').attr('id', 'head-card');
  const mass = offsets();
  const all = titles(page.corpus.statistics);
  const bar = left.append('div').attr('class', 'controls');
  const label = bar.append('label').text('Show ');
  const select = label.append('select').attr('id', 'grid-shows');
  select
    .selectAll('option')
    .data([...(mass ? [['pattern', 'what each head attends to, by offset']] : []), ...all])
    .join('option')
    .attr('value', ([id]) => id)
    .text(([, title]) => title);
  putSaving(bar, () => left.select('#grid'), 'heads');
  const grid = left.append('div').attr('class', 'scroll');
  const note = left.append('p').attr('class', 'explain');
  const scale = left.append('div').attr('class', 'legend');
  const draw = () => {
    const shows = select.property('value');
    scale.selectAll('*').remove();
    drawGrid(grid, shows === 'pattern' ? mass : null, shows, scale, openHead);
    note.text(
      shows === 'pattern'
        ? 'Bars: the mean weight by offset, from 16 tokens before (left) through the token itself (middle) to 16 after; the height of a bar is the square root of the weight, so that small weights are visible. Orange at the left edge: the share of the first token, in full color for heads with the label sink.'
        : 'Press a cell to open its head.',
    );
    markHead();
  };
  select.on('change', draw);
  const openHead = h => {
    state.told = h;
    drawHead(right, h, mass, all);
    markHead();
  };
  draw();
  openHead(state.told >= 0 ? state.told : (page.first_heads[0] ?? 0));
  if (page.corpus.relations.length) drawRelations(column, openHead);
  drawPanels(body, all, openHead);
  if (page.corpus.divergences.length && HEADS > 1) drawDivergences(body, openHead);
}

function markHead() {
  d3.selectAll('#grid .cell').classed('told', h => h === state.told);
  d3.selectAll('.strip circle.mean').classed('told', d => d.h === state.told);
}

/** @param mass of each head by offset; null to color the cells by a statistic */
function drawGrid(box, mass, shows, scale, open) {
  box.selectAll('*').remove();
  const left = LAYERED ? 46 : 8;
  const top = 20;
  const wide = Math.max(240, box.node().clientWidth - 26);
  const cell = Math.max(14, Math.min(72, Math.floor((wide - left) / page.heads)));
  const tall = Math.round(cell * (mass ? 0.72 : 0.6));
  const width = left + page.heads * cell;
  const height = top + page.layers.length * tall;
  const svg = box
    .append('svg')
    .attr('id', 'grid')
    .attr('width', width)
    .attr('height', height)
    .attr('viewBox', [0, 0, width, height]);
  svg
    .selectAll('.head-name')
    .data(d3.range(page.heads))
    .join('text')
    .attr('class', 'head-name')
    .attr('x', h => left + (h + 0.5) * cell)
    .attr('y', 13)
    .attr('text-anchor', 'middle')
    .text(h => h);
  if (LAYERED) {
    svg
      .selectAll('.layer-name')
      .data(page.layers)
      .join('text')
      .attr('class', 'layer-name')
      .attr('x', left - 8)
      .attr('y', (layer, i) => top + (i + 0.5) * tall)
      .attr('dy', '0.35em')
      .attr('text-anchor', 'end')
      .text((layer, i) => (i === 0 && cell > 24 ? 'layer ' : '') + layer);
  }
  const values = mass ? null : statistic(shows);
  const range = values ? d3.extent(values.mean.filter(value => value !== null)) : null;
  const shares = /^(norm_)?share_|sink|largest_weight|normalized/.test(shows);
  const low = shares ? 0 : (range?.[0] ?? 0);
  const high = range?.[1] ?? 1;
  const color = hue();
  const share = value => (high > low ? (value - low) / (high - low) : 0.5);
  const cells = svg
    .selectAll('.cell')
    .data(d3.range(HEADS))
    .join('g')
    .attr('class', 'cell')
    .attr('role', 'button')
    .attr('tabindex', h => (h === 0 ? 0 : -1))
    .attr('data-head', h => headName(h))
    .attr(
      'transform',
      h =>
        `translate(${left + (h % page.heads) * cell},${top + Math.floor(h / page.heads) * tall})`,
    );
  cells
    .append('rect')
    .attr('class', 'ground')
    .attr('x', 1)
    .attr('y', 1)
    .attr('width', cell - 2)
    .attr('height', tall - 2)
    .attr('rx', Math.min(5, cell / 6))
    .style('fill', h => (values ? color(share(values.mean[h] ?? low)) : null));
  const text = h => headTitle(h) + (values ? '\n' + figure(values.mean[h]) : '');
  if (mass) {
    cells
      .append('path')
      .attr('class', 'mass')
      .attr('d', h => bars(mass[h], cell, tall));
    const first = statistic('share_first');
    cells
      .append('rect')
      .attr('class', h => 'sink' + (headLabels(h).includes('sink') ? ' strong' : ''))
      .attr('x', 2)
      .attr('width', Math.max(2, cell * 0.07))
      .attr('y', h => tall - 3 - (tall - 8) * Math.sqrt(first?.mean[h] ?? 0))
      .attr('height', h => (tall - 8) * Math.sqrt(first?.mean[h] ?? 0));
  } else if (cell >= 34) {
    cells
      .append('text')
      .attr('class', 'cell-value')
      .attr('x', cell / 2)
      .attr('y', tall / 2)
      .attr('dy', '0.35em')
      .attr('text-anchor', 'middle')
      .style('fill', h => (share(values.mean[h] ?? low) > 0.5 !== isDark() ? '#fff' : '#14171b'))
      .text(h => figure(values.mean[h]));
    legend(scale, color, figure(low), figure(high));
  } else {
    legend(scale, color, figure(low), figure(high));
  }
  tip.near(cells, text);
  cells.attr('aria-label', text);
  moveInGrid(cells, page.heads);
  cells
    .on('click', (event, h) => open(h))
    .on('keydown.open', (event, h) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open(h);
    });
}

/** A path of 33 bars in a cell. */
function bars(mass, width, height) {
  const left = Math.max(4, width * 0.12);
  const each = (width - left - 3) / mass.length;
  const bottom = height - 3;
  return mass
    .map((value, i) => {
      const tall = (height - 8) * Math.sqrt(Math.min(1, value));
      const x = left + i * each;
      return `M${x.toFixed(2)},${bottom}v${(-tall).toFixed(2)}h${(each * 0.85).toFixed(2)}V${bottom}z`;
    })
    .join('');
}
