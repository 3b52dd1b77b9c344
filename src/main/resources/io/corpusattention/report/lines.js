// Words on both sides, joined by lines: a color for each head, strength by weight. In: a sentence and what
// is drawn of it. Out: a function that draws the lines of what is chosen.

const ROW = 26;

/** The width of a block that has room for two digits. */
const DIGITS = 22;

/** The width of the lines between both sides; the narrow one makes room for digits. */
const GAP = 130;
const NARROW_GAP = 70;

/** Lines that are drawn at most while nothing is chosen: the strongest. */
const MOST_LINES = 3000;

/** Weights below this are not marked on the words. */
const FAINT = 0.005;

/** The width of text, in pixels, as the pictures set it. */
const measure = (() => {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size) => {
    context.font = size + 'px system-ui, sans-serif';
    return context.measureText(text).width;
  };
})();

/** A token in an SVG text, cut to a width. */
function putSvgToken(text, token, width, size) {
  let room = width;
  text.append('tspan').text('\u2068');
  for (const piece of pieces(token)) {
    const whole = piece.odd ? '‹' + piece.odd + '›' : piece.text;
    let letters = Array.from(whole);
    while (letters.length && measure(letters.join(''), size) > room) letters = letters.slice(0, -1);
    const cut = letters.length < Array.from(whole).length;
    const shown = cut ? letters.slice(0, -1).join('') + '…' : whole;
    text
      .append('tspan')
      .attr('class', piece.odd ? 'odd' : null)
      .text(shown);
    if (cut) break;
    room -= measure(whole, size);
  }
  text.append('tspan').text('\u2069');
}

/** Room for the widest token, within limits. */
function room(items, size, least, most) {
  const widest = d3.max(items, item => measure(plain(item.text), size)) ?? 0;
  return Math.max(least, Math.min(most, widest + 14));
}

/**
 * @param heads {h, name, color, weights}: what is drawn, weights as matrixOf gives them
 * @param choose is called with {side, at} or null, and whether it is to be held
 */
function drawLines(box, queries, keys, heads, choose) {
  box.selectAll('*').remove();
  const width = Math.max(250, box.node().clientWidth - 24);
  const height = ROW * Math.max(queries.length, keys.length) + 4;
  const least = Math.min(70, width * 0.2);
  const most = width * 0.27;
  const left = room(queries, 14, least, most);
  const right = room(keys, 14, least, most);
  // Blocks of weights on both sides: with digits where there is room.
  const fitting = gap => (width - left - right - gap) / (2 * heads.length) - 1;
  const wide = fitting(NARROW_GAP) < DIGITS ? fitting(GAP) : Math.max(DIGITS, fitting(GAP));
  const block = Math.max(6, Math.min(30, wide));
  const blocks = heads.length * (block + 1);
  const from = blocks + left;
  const to = width - right - blocks;
  const svg = box
    .append('svg')
    .attr('width', width)
    .attr('height', height)
    .attr('viewBox', [0, 0, width, height]);
  const lines = svg.append('g').attr('class', 'links');
  const sides = [
    side('query', queries, left, from, from - left, -1),
    side('key', keys, right, to, to, 1),
  ];

  /** The words of a side, the first x that is theirs, and to which side of them blocks stand. */
  function side(name, items, width, edge, x, way) {
    const list = svg
      .append('g')
      .attr('class', name === 'query' ? 'queries' : 'keys')
      .attr('role', 'listbox')
      .attr('aria-label', name === 'query' ? 'words that attend' : 'words that are attended to');
    const word = list
      .selectAll('.word')
      .data(items)
      .join('g')
      .attr('class', item => 'word' + (item.special ? ' special' : ''))
      .attr('role', 'option')
      .attr('tabindex', (item, i) => (i === 0 ? 0 : -1))
      .attr('data-' + name, (item, i) => i)
      .attr('aria-label', item => plain(item.text))
      .attr('transform', (item, i) => `translate(0,${i * ROW + 2})`);
    word
      .append('rect')
      .attr('class', 'ground')
      .attr('x', x)
      .attr('width', width)
      .attr('height', ROW - 2)
      .attr('rx', 5);
    word
      .append('text')
      .attr('class', 'token')
      .attr('x', way < 0 ? edge - 7 : edge + 7)
      .attr('y', ROW / 2 - 1)
      .attr('dy', '0.35em')
      .attr('text-anchor', way < 0 ? 'end' : 'start')
      .each(function (item) {
        putSvgToken(d3.select(this), item.text, width - 12, 14);
      });
    const at = event => ({side: name, at: word.nodes().indexOf(event.currentTarget)});
    word
      .on('pointerenter', event => choose(at(event), false))
      .on('pointerleave', () => choose(null, false))
      .on('click', event => choose(at(event), true))
      .on('focus', event => choose(at(event), false))
      .on('blur', () => choose(null, false))
      .on('keydown', event => step(event, sides, name, choose));
    return {name, word, start: way < 0 ? edge - left - 1 : edge + right + 1, way};
  }

  /** Draws the lines of what is chosen, {query, key} of which either may be missing, or of all. */
  return chosen => {
    const n = keys.length;
    const even = chosen ? 0 : 1 / n; // else what is no more than an even share is left out
    let links = [];
    heads.forEach((head, slot) => {
      for (let i = 0; i < queries.length; i++) {
        if (chosen && chosen.query !== undefined && chosen.query !== i) continue;
        for (let j = 0; j < n; j++) {
          if (chosen && chosen.key !== undefined && chosen.key !== j) continue;
          const weight = head.weights[i * n + j];
          if (weight > even) links.push({i, j, weight, head, slot});
        }
      }
    });
    links.sort((a, b) => b.weight - a.weight);
    if (!chosen) links = links.slice(0, MOST_LINES);
    // Strength is what a weight has above that, against the strongest; where all are weak, none shouts.
    const top = links.length ? links[0].weight : 1;
    const loud = Math.min(1, 0.3 + 1.5 * top);
    const strength = d => (top > even ? (d.weight - even) / (top - even) : 0);
    const beside = d => (d.slot - (heads.length - 1) / 2) * Math.min(4, (ROW - 8) / heads.length);
    const y = (i, d) => (i + 0.5) * ROW + 1 + beside(d);
    const middle = (from + to) / 2;
    lines
      .selectAll('.link')
      .data(links.reverse()) // the strongest on top
      .join('path')
      .attr('class', 'link')
      .attr('data-query', d => d.i)
      .attr('data-key', d => d.j)
      .attr('data-head', d => d.head.name)
      .attr('data-weight', d => d.weight)
      .attr(
        'd',
        d =>
          `M${from + 2},${y(d.i, d)}C${middle},${y(d.i, d)} ${middle},${y(d.j, d)} ${to - 2},${y(d.j, d)}`,
      )
      .style('stroke', d => d.head.color)
      .attr('stroke-width', d => 0.6 + 3.6 * loud * strength(d))
      .attr('stroke-opacity', d => Math.max(chosen ? 0.07 : 0, loud * strength(d)));
    for (const {name, word, start, way} of sides) {
      const other = name === 'query' ? 'key' : 'query';
      word
        .classed('active', (item, i) => Boolean(chosen) && chosen[name] === i)
        .attr('aria-selected', (item, i) => String(Boolean(chosen) && chosen[name] === i));
      const one = chosen && chosen[other] !== undefined && chosen[name] === undefined;
      const weights = one
        ? heads.map(
            head => i =>
              name === 'key'
                ? head.weights[chosen.query * n + i]
                : head.weights[i * n + chosen.key],
          )
        : [];
      word.each(function (item, i) {
        const marks = d3
          .select(this)
          .selectAll('.mark')
          .data(weights)
          .join('g')
          .attr('class', 'mark');
        marks.selectAll('*').remove();
        marks.each(function (weight, slot) {
          putMark(d3.select(this), weight(i), slot, start, way);
        });
      });
    }
  };

  /** A block whose color is as strong as the weight, with two digits where there is room. */
  function putMark(mark, weight, slot, start, way) {
    if (weight < FAINT) return;
    const x = start + way * (slot * (block + 1)) - (way < 0 ? block : 0);
    mark
      .append('rect')
      .attr('x', x)
      .attr('y', 3)
      .attr('width', block)
      .attr('height', ROW - 8)
      .attr('rx', 3)
      .style('fill', heads[slot].color)
      .attr('fill-opacity', 0.06 + 0.5 * weight);
    if (block < DIGITS) return;
    mark
      .append('text')
      .attr('class', 'weight')
      .attr('x', x + block / 2)
      .attr('y', ROW / 2 - 1)
      .attr('dy', '0.35em')
      .attr('text-anchor', 'middle')
      .text(weight.toFixed(2).replace(/^0/, ''));
  }
}

/** Arrow keys go from word to word and to the other side, Enter holds one, Escape lets go. */
function step(event, sides, name, choose) {
  const own = sides.find(side => side.name === name).word.nodes();
  const other = sides.find(side => side.name !== name).word.nodes();
  const at = own.indexOf(event.currentTarget);
  const across = event.key === (name === 'query' ? 'ArrowRight' : 'ArrowLeft');
  const to = across
    ? other[Math.min(at, other.length - 1)]
    : own[{ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: own.length - 1}[event.key]];
  if (to) {
    event.preventDefault();
    for (const node of across ? other : own) node.setAttribute('tabindex', -1);
    to.setAttribute('tabindex', 0);
    to.focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    choose({side: name, at}, true);
  } else if (event.key === 'Escape') {
    choose(null, true);
  }
}
