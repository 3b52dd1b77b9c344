// How much heads differ from each other. In: the figures of an analysis.

function drawDivergences(body, open) {
  heading(
    body,
    'How much heads differ',
    'Jensen-Shannon divergence between the attention of two heads, averaged over queries, in nats: 0 where they attend alike, ln 2 = 0.693 where they never do.',
  );
  const across = page.corpus.divergences.some(
    ([a, b]) => Math.floor(a / page.heads) !== Math.floor(b / page.heads),
  );
  const value = new Map();
  for (const [a, b, mean] of page.corpus.divergences) {
    value.set(a * HEADS + b, mean).set(b * HEADS + a, mean);
  }
  const box = body.append('div').attr('id', 'divergences').attr('class', 'matrices');
  const groups = across
    ? [d3.range(HEADS)]
    : page.layers.map((layer, i) => d3.range(i * page.heads, (i + 1) * page.heads));
  groups.forEach((heads, i) => {
    const title = page.layers.length > 1 && !across ? 'layer ' + page.layers[i] : null;
    drawMatrix(box, heads, value, title, open);
  });
  legend(body.append('div').attr('class', 'legend'), hue(), '0', 'ln 2');
}

function drawMatrix(box, heads, value, title, open) {
  const n = heads.length;
  const names = n <= 24;
  const cell = names
    ? Math.max(9, Math.min(26, Math.floor(250 / n)))
    : Math.max(3, Math.floor(640 / n));
  const left = names ? 24 : 2;
  const size = left + n * cell + 4;
  const color = d3.scaleSequential([0, Math.LN2], hue());
  const panel = box.append('div').attr('class', 'scroll');
  putTitle(
    panel,
    title ?? 'all heads',
    'divergences' + (title ? '-' + title.replace(' ', '-') : ''),
  );
  const svg = panel
    .append('svg')
    .attr('viewBox', [0, 0, size, size])
    .attr('width', size)
    .attr('height', size);
  const at = i => left + i * cell;
  if (names) {
    const short = h => h % page.heads;
    svg
      .selectAll('.c')
      .data(heads)
      .join('text')
      .attr('x', (h, i) => at(i) + cell / 2)
      .attr('y', 16)
      .attr('text-anchor', 'middle')
      .text(short);
    svg
      .selectAll('.r')
      .data(heads)
      .join('text')
      .attr('x', left - 5)
      .attr('y', (h, i) => at(i) + cell / 2)
      .attr('dy', '0.35em')
      .attr('text-anchor', 'end')
      .text(short);
  }
  svg
    .append('image')
    .attr('x', left)
    .attr('y', left)
    .attr('width', n * cell)
    .attr('height', n * cell)
    .attr(
      'href',
      image(
        n,
        n,
        heads.flatMap(a => heads.map(b => (a === b ? 0 : (value.get(a * HEADS + b) ?? 0)))),
        color,
      ),
    );
  let here = [0, Math.min(1, n - 1)];
  const show = (i, j, x, y) => {
    here = [i, j];
    tip.show(
      i === j
        ? headTitle(heads[i])
        : 'heads ' +
            headName(heads[i]) +
            ' and ' +
            headName(heads[j]) +
            ': ' +
            figure(value.get(heads[i] * HEADS + heads[j])),
      x,
      y,
    );
  };
  const field = svg
    .append('rect')
    .attr('class', 'hit')
    .attr('x', left)
    .attr('y', left)
    .attr('width', n * cell)
    .attr('height', n * cell)
    .attr('tabindex', 0)
    .attr('role', 'img')
    .attr('aria-label', 'Divergences between heads; arrow keys go from pair to pair');
  const beside = () => {
    const edge = field.node().getBoundingClientRect();
    show(here[0], here[1], edge.left + (here[1] + 1) * cell, edge.top + here[0] * cell);
  };
  const place = event => {
    const [x, y] = d3.pointer(event);
    return [y, x].map(v => Math.max(0, Math.min(n - 1, Math.floor((v - left) / cell))));
  };
  field
    .on('pointermove', event => show(...place(event), event.clientX, event.clientY))
    .on('pointerleave', tip.hide)
    .on('focus', beside)
    .on('blur', tip.hide)
    .on('click', event => open(heads[place(event)[0]]))
    .on('keydown', event => {
      const by = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[
        event.key
      ];
      if (!by) return;
      event.preventDefault();
      here = here.map((v, k) => Math.max(0, Math.min(n - 1, v + by[k])));
      beside();
    });
}
