// The corpus at a glance. In: the figures of an analysis, a histogram of lengths.

const STATISTICS = [
  ['entropy', 'Entropy', 'nats'],
  ['normalized_entropy', 'Entropy / ln n', '1 is even'],
  ['distance', 'Mean distance', 'tokens'],
  ['tokens_holding_95', 'Tokens that hold 95 %', 'tokens'],
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
];

const isNorm = id => id.startsWith('norm_');

/** The mass by offset: 33 numbers, of which the nearest have panels as shares. */
const isOffset = id => /^(norm_)?offset_/.test(id);

/** Shares are drawn on one scale, so that their panels compare; others that end at 1, to 1. */
function scaleEnd(corpus, id, rows) {
  const highest = rows =>
    d3.max(rows, r => Math.max(r.sentence_mean ?? 0, r.interval_high ?? 0)) || 1;
  if (/^(norm_)?(largest_weight|normalized_entropy|sink_rate|sink_sentences)$/.test(id)) return 1;
  const shares = /^(norm_)?share_/.exec(id);
  return highest(shares ? corpus.statistics.filter(r => r.statistic.startsWith(shares[0])) : rows);
}

function drawCorpus(body, page) {
  const corpus = page.corpus;
  if (corpus) {
    body.append('p').attr('class', 'explain').text(page.analysis);
    drawMultiples(body, corpus);
    if (corpus.heads > 1 && corpus.divergences.length) drawDivergences(body, corpus);
    drawWords(body, corpus);
  }
  drawLengths(body, page.lengths);
}

function heading(body, title, explanation) {
  body.append('h3').text(title);
  if (explanation) body.append('p').attr('class', 'explain').text(explanation);
}

function drawMultiples(body, corpus) {
  heading(
    body,
    'Heads',
    'A dot is the mean over sentences; the bar behind it is the 95 % interval of that mean, with sentences as the unit.',
  );
  const all = [...titles(corpus.statistics)].filter(([id]) => !isOffset(id));
  drawPanels(
    body,
    corpus,
    all.filter(([id]) => !isNorm(id)),
  );
  drawLabels(body, corpus);
  if (corpus.statistics.some(row => isNorm(row.statistic))) {
    heading(
      body,
      'Heads by length',
      'The same of the lengths of weighted value vectors, in place of weights; "all" takes the heads together.',
    );
    drawPanels(
      body,
      corpus,
      all.filter(([id]) => isNorm(id)),
    );
  }
}

/** Ids and titles: those that have one, then what else the analysis has. */
function titles(statistics) {
  const known = new Map(
    STATISTICS.map(([id, title, unit]) => [id, title + (unit ? ' (' + unit + ')' : '')]),
  );
  for (const {statistic: id} of statistics) {
    if (!known.has(id)) known.set(id, (isNorm(id) && known.get(id.slice(5))) || id);
  }
  return known;
}

/** A panel for each statistic that is not 0 in all heads. */
function drawPanels(body, corpus, panels) {
  const box = body.append('div').attr('class', 'multiples');
  for (const [id, title] of panels) {
    const rows = corpus.statistics.filter(row => row.statistic === id);
    if (rows.some(row => row.sentence_mean !== 0))
      drawMultiple(box, id, title, rows, scaleEnd(corpus, id, rows));
  }
}

/** What rules call the heads. */
function drawLabels(body, corpus) {
  const byLabel = d3.group(
    corpus.head_labels.flatMap((labels, head) => labels.map(label => [label, head])),
    pair => pair[0],
  );
  if (byLabel.size) {
    body
      .append('p')
      .attr('class', 'explain')
      .attr('id', 'labels')
      .text(
        'Labels by rules: ' +
          Array.from(
            byLabel,
            ([label, pairs]) =>
              label +
              ' – ' +
              (pairs.length === corpus.heads && corpus.heads > 1
                ? 'all heads'
                : (pairs.length > 1 ? 'heads ' : 'head ') + pairs.map(pair => pair[1]).join(', ')),
          ).join('; ') +
          '.',
      );
  }
}

function drawMultiple(box, id, title, rows, top) {
  const panel = box.append('div').attr('class', 'multiple').attr('data-statistic', id);
  panel.append('h4').text(title);
  const row = rows.length > 16 ? 11 : 16;
  const width = 260,
    left = 24,
    right = 16,
    height = rows.length * row + 22;
  const x = d3
    .scaleLinear([0, top], [left, width - right])
    .nice(4)
    .clamp(true);
  const svg = panel
    .append('svg')
    .attr('viewBox', [0, 0, width, height])
    .attr('role', 'group')
    .attr('aria-label', title);
  svg
    .selectAll('.grid')
    .data(x.ticks(4))
    .join('line')
    .attr('class', 'axis')
    .attr('x1', x)
    .attr('x2', x)
    .attr('y1', 2)
    .attr('y2', height - 18);
  svg
    .selectAll('.tick')
    .data(x.ticks(4))
    .join('text')
    .attr('x', x)
    .attr('y', height - 5)
    .attr('text-anchor', 'middle')
    .text(x.tickFormat(4));
  const line = svg
    .selectAll('.head')
    .data(rows)
    .join('g')
    .attr('transform', (r, i) => `translate(0,${i * row + row / 2 + 2})`);
  line
    .append('text')
    .attr('x', left - 6)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'end')
    .text(r => r.head ?? 'all');
  line
    .filter(r => r.interval_low !== null)
    .append('line')
    .attr('class', 'interval')
    .attr('x1', r => x(r.interval_low))
    .attr('x2', r => Math.max(x(r.interval_high), x(r.interval_low) + 1));
  line
    .filter(r => r.sentence_mean === null)
    .append('text')
    .attr('x', left + 2)
    .attr('dy', '0.35em')
    .text('–');
  line
    .filter(r => r.sentence_mean !== null)
    .append('circle')
    .attr('class', 'mean')
    .attr('cx', r => x(r.sentence_mean))
    .attr('r', row > 12 ? 3.5 : 2.5);
  tip.on(
    line
      .append('rect')
      .attr('class', 'hit')
      .attr('x', left)
      .attr('y', -row / 2)
      .attr('width', width - left)
      .attr('height', row),
    r =>
      (r.head === null ? 'all heads' : 'head ' + r.head) +
      ': ' +
      figure(r.sentence_mean) +
      (r.interval_low === null
        ? ''
        : ' (' + figure(r.interval_low) + ' to ' + figure(r.interval_high) + ')'),
  );
}

function drawDivergences(body, corpus) {
  heading(
    body,
    'How much heads differ',
    'Jensen-Shannon divergence between the attention of two heads, averaged over queries, in nats: 0 where they attend alike, ln 2 = 0.693 where they never do.',
  );
  const n = corpus.heads,
    cell = Math.max(12, Math.min(30, Math.floor(420 / n))),
    left = 26,
    size = n * cell;
  const value = new Map();
  for (const d of corpus.divergences) {
    value
      .set(d.head * n + d.other_head, d.sentence_mean)
      .set(d.other_head * n + d.head, d.sentence_mean);
  }
  const most = Math.LN2;
  const colour = d3.scaleSequential([0, most], hue());
  const svg = body
    .append('div')
    .attr('class', 'scroll')
    .style('width', 'fit-content')
    .style('max-width', '100%')
    .append('svg')
    .attr('id', 'divergences')
    .attr('width', left + size + 4)
    .attr('height', left + size + 4);
  const at = head => left + head * cell;
  svg
    .selectAll('.c')
    .data(d3.range(n))
    .join('text')
    .attr('x', h => at(h) + cell / 2)
    .attr('y', 16)
    .attr('text-anchor', 'middle')
    .text(h => h);
  svg
    .selectAll('.r')
    .data(d3.range(n))
    .join('text')
    .attr('x', left - 6)
    .attr('y', h => at(h) + cell / 2)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'end')
    .text(h => h);
  const pairs = d3.cross(d3.range(n), d3.range(n)).filter(([a, b]) => a !== b);
  tip.on(
    svg
      .selectAll('rect')
      .data(pairs)
      .join('rect')
      .attr('x', ([, b]) => at(b))
      .attr('y', ([a]) => at(a))
      .attr('width', cell - 1)
      .attr('height', cell - 1)
      .attr('fill', ([a, b]) => colour(value.get(a * n + b) ?? 0)),
    ([a, b]) => 'heads ' + a + ' and ' + b + ': ' + figure(value.get(a * n + b)),
  );
  legend(body.append('div').attr('class', 'legend'), hue(), '0', 'ln 2');
}

/** A strip of a colour scale between two words. */
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
  if (!lengths.bins.length) return;
  heading(
    body,
    'Lengths',
    'Sentences by their number of tokens' +
      (lengths.width > 1 ? ', ' + lengths.width + ' to a bar.' : '.'),
  );
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
  svg
    .selectAll('line')
    .data(y.ticks(4))
    .join('line')
    .attr('class', 'axis')
    .attr('x1', left)
    .attr('x2', width)
    .attr('y1', y)
    .attr('y2', y);
  svg
    .selectAll('.y')
    .data(y.ticks(4).filter(Number.isInteger))
    .join('text')
    .attr('x', left - 6)
    .attr('y', y)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'end')
    .text(d3.format(',~s'));
  const every = Math.ceil(lengths.bins.length / 12);
  svg
    .selectAll('.x')
    .data(lengths.bins.filter((b, i) => i % every === 0))
    .join('text')
    .attr('x', b => x(lengths.bins.indexOf(b)) + x.bandwidth() / 2)
    .attr('y', height - 7)
    .attr('text-anchor', 'middle')
    .text(b => b.from);
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
