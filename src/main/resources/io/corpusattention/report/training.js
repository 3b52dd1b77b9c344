// How the weights were learned. In: a learning curve, an entry for each epoch.

/** The two lines of a picture: their class, their name, and the start of their fields' names. */
const LINES = [
  ['training', 'training', ''],
  ['held-out', 'held out', 'held_out_'],
];

function drawTraining(body, training) {
  body.append('p').attr('class', 'explain').text(training.source);
  body
    .append('p')
    .attr('class', 'explain')
    .text(
      "Training is the mean over an epoch's examples, while the weights changed." +
        (training.epochs.some(e => e.held_out_loss !== null)
          ? ' Held out are examples that were kept back from it.'
          : '') +
        ((training.baseline ?? training.baseline_accuracy)
          ? ' The dotted line is the baseline: the mean of the other words in place of attention.'
          : ''),
    );
  const box = body.append('div').attr('class', 'side');
  const pictures = [
    ['loss', 'Loss', d3.least, training.baseline],
    ['accuracy', 'Accuracy, the share that was right', d3.greatest, training.baseline_accuracy],
  ]
    .map(([field, title, best, baseline]) => ({
      field,
      title,
      best,
      baseline: baseline ?? null,
      lines: measured(training.epochs, field),
    }))
    .filter(({lines}) => lines.length);
  // All panels are there before the first is drawn, since each takes its room from the others.
  box
    .selectAll('.curve')
    .data(pictures)
    .join('div')
    .attr('class', 'multiple curve')
    .attr('data-curve', picture => picture.field)
    .each(function (picture) {
      drawCurve(d3.select(this), training.epochs, picture);
    });
}

/** The lines of a picture of which anything was measured. */
function measured(epochs, field) {
  return LINES.filter(([, , start]) => epochs.some(e => e[start + field] !== null)).map(
    ([kind, name, start]) => ({kind, name, value: e => e[start + field]}),
  );
}

function drawCurve(panel, epochs, {field, title, best, baseline, lines}) {
  putTitle(panel, title, 'training-' + field);
  drawKey(
    panel,
    baseline === null
      ? lines
      : [...lines, {kind: 'baseline-loss', name: 'mean of the other words'}],
  );
  // As wide as there is room, so that letters keep their size on a small screen.
  const width = Math.max(260, Math.min(600, panel.node().clientWidth - 24)),
    height = 220;
  const left = 46,
    right = 12,
    top = 8,
    bottom = 34;
  const [first, last] = d3.extent(epochs, e => e.epoch);
  const x = d3.scaleLinear(first === last ? [first - 1, first + 1] : [first, last], [
    left,
    width - right,
  ]);
  const y = d3
    .scaleLinear(spread([baseline, ...epochs.flatMap(e => lines.map(line => line.value(e)))]), [
      height - bottom,
      top,
    ])
    .nice(5);
  const svg = panel
    .append('svg')
    .attr('viewBox', [0, 0, width, height])
    .attr('tabindex', 0)
    .attr('role', 'img')
    .attr('aria-label', title + ' by epoch; arrow keys go from epoch to epoch');
  linesAcross(svg, y, y.ticks(5), left, width - right);
  valuesBeside(svg, y, y.ticks(5), left - 6, y.tickFormat(5));
  const ticks = x
    .ticks(Math.min(epochs.length + 1, Math.floor(width / 60)))
    .filter(e => Number.isInteger(e) && e >= first && e <= last);
  valuesBelow(svg, e => x(e), ticks, height - 18, d3.format(','));
  svg
    .append('text')
    .attr('x', (left + width - right) / 2)
    .attr('y', height - 3)
    .attr('text-anchor', 'middle')
    .text('epoch');
  const at = svg
    .append('line')
    .attr('class', 'at')
    .attr('y1', top)
    .attr('y2', height - bottom)
    .attr('visibility', 'hidden');
  if (baseline !== null) {
    svg
      .append('line')
      .attr('class', 'baseline-loss')
      .attr('x1', left)
      .attr('x2', width - right)
      .attr('y1', y(baseline))
      .attr('y2', y(baseline));
  }
  for (const line of lines) drawLine(svg, epochs, line, x, y);
  summary(panel, epochs, lines[lines.length - 1], title, best);
  follow(
    svg,
    at,
    epochs,
    x,
    width,
    e =>
      'epoch ' +
      d3.format(',')(e.epoch) +
      ': ' +
      lines.map(line => line.name + ' ' + figure(line.value(e))).join(', ') +
      (baseline === null ? '' : ', mean of the other words ' + figure(baseline)) +
      '\n' +
      d3.format(',')(e.steps) +
      ' steps, learning rate ' +
      figure(e.learning_rate),
  );
}

/** From the lowest to the highest value, with some room where they are one. */
function spread(values) {
  const [low, high] = d3.extent(values.filter(value => value !== null));
  return low === high
    ? [low - (Math.abs(low) || 1) / 10, high + (Math.abs(high) || 1) / 10]
    : [low, high];
}

/** Which line is which: by its dashes as well as by its color. */
function drawKey(panel, lines) {
  const entry = panel.append('div').attr('class', 'key').selectAll('span').data(lines).join('span');
  entry
    .append('svg')
    .attr('viewBox', '0 0 28 10')
    .attr('aria-hidden', 'true')
    .append('line')
    .attr('class', line => line.kind)
    .attr('x1', 0)
    .attr('x2', 28)
    .attr('y1', 5)
    .attr('y2', 5);
  entry.append('span').text(line => line.name);
}

/** A line with a gap where nothing was measured; dots where they do not run into each other. */
function drawLine(svg, epochs, {kind, value}, x, y) {
  const group = svg.append('g').attr('class', kind);
  group.append('path').attr(
    'd',
    d3
      .line()
      .defined(e => value(e) !== null)
      .x(e => x(e.epoch))
      .y(e => y(value(e)))(epochs),
  );
  const dots = epochs.filter(e => value(e) !== null);
  if (dots.length <= 40) {
    group
      .selectAll('circle')
      .data(dots)
      .join('circle')
      .attr('cx', e => x(e.epoch))
      .attr('cy', e => y(value(e)))
      .attr('r', 3);
  }
}

/** Where the line that matters is best: the one of what was held out, where there is one. */
function summary(panel, epochs, {name, value}, title, best) {
  const found = best(
    epochs.filter(e => value(e) !== null),
    value,
  );
  panel
    .append('p')
    .attr('class', 'explain best')
    .text(
      (best === d3.least ? 'Lowest' : 'Highest') +
        ', ' +
        name +
        ': ' +
        figure(value(found)) +
        ' in epoch ' +
        d3.format(',')(found.epoch) +
        ' of ' +
        d3.format(',')(d3.max(epochs, e => e.epoch)) +
        '.',
    );
}

/** Shows an epoch's figures under the pointer, and with the focus those of the epoch that keys choose. */
function follow(svg, at, epochs, x, width, text) {
  let chosen = epochs.length - 1;
  const show = (i, clientX, clientY) => {
    chosen = i;
    at.attr('x1', x(epochs[i].epoch)).attr('x2', x(epochs[i].epoch)).attr('visibility', 'visible');
    tip.show(text(epochs[i]), clientX, clientY);
  };
  const beside = () => {
    const edge = svg.node().getBoundingClientRect();
    show(chosen, edge.left + (x(epochs[chosen].epoch) * edge.width) / width, edge.bottom - 14);
  };
  const leave = () => {
    tip.hide();
    at.attr('visibility', 'hidden');
  };
  svg
    .on('pointermove', event =>
      show(
        d3.bisector(e => e.epoch).center(epochs, x.invert(d3.pointer(event)[0])),
        event.clientX,
        event.clientY,
      ),
    )
    .on('pointerleave', leave)
    .on('focus', beside)
    .on('blur', leave)
    .on('keydown', event => {
      const to = {ArrowLeft: chosen - 1, ArrowRight: chosen + 1, Home: 0, End: epochs.length - 1}[
        event.key
      ];
      if (to === undefined) return;
      event.preventDefault();
      chosen = Math.max(0, Math.min(epochs.length - 1, to));
      beside();
    });
}
