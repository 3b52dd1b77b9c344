// Words on both sides, joined by lines whose strength is the weight. In: a sentence, its weights for one choice of heads.

const ROW = 24;

/** Lines that are drawn at most while no word is chosen: the strongest. */
const MOST_LINES = 3000;

/** Weights below this are not marked on the words. */
const FAINT = 0.005;

function drawLines(box, sentence, weights, active, choose) {
  box.selectAll('*').remove();
  const queries = sentence.queries,
    keys = sentence.keys;
  const pair = box.append('div').attr('class', 'pair');
  const left = pair
    .append('div')
    .attr('class', 'queries')
    .attr('role', 'listbox')
    .attr('aria-label', 'words that attend');
  const svg = pair
    .append('svg')
    .attr('height', ROW * Math.max(queries.length, keys.length))
    .attr('preserveAspectRatio', 'none')
    .attr('viewBox', [0, 0, 100, ROW * Math.max(queries.length, keys.length)])
    .attr('aria-hidden', 'true');
  const right = pair
    .append('div')
    .attr('class', 'keys')
    .attr('role', 'listbox')
    .attr('aria-label', 'words that are attended to');

  left
    .selectAll('.word')
    .data(queries)
    .join('div')
    .attr('class', 'word')
    .attr('role', 'option')
    .attr('data-query', (token, i) => i)
    .each(function (token) {
      putToken(d3.select(this), token);
      d3.select(this).append('span').attr('class', 'weight');
    })
    .on('pointerenter', event => choose({query: index(event, 'query')}, false))
    .on('pointerleave', () => choose(null, false))
    .on('click', event => choose({query: index(event, 'query')}, true))
    .on('focus', event => choose({query: index(event, 'query')}, false))
    .on('blur', () => choose(null, false))
    .on('keydown', event => step(event, left, 'query', choose));
  right
    .selectAll('.word')
    .data(keys)
    .join('div')
    .attr('class', 'word')
    .attr('role', 'option')
    .attr('data-key', (token, j) => j)
    .each(function (token) {
      putToken(d3.select(this), token);
      d3.select(this).append('span').attr('class', 'weight');
    })
    .on('pointerenter', event => choose({key: index(event, 'key')}, false))
    .on('pointerleave', () => choose(null, false))
    .on('click', event => choose({key: index(event, 'key')}, true))
    .on('focus', event => choose({key: index(event, 'key')}, false))
    .on('blur', () => choose(null, false))
    .on('keydown', event => step(event, right, 'key', choose));
  for (const list of [left, right]) {
    list.selectAll('.word').attr('tabindex', (token, i) => (i === 0 ? 0 : -1));
  }

  /** Draws the lines of the chosen word, or of all. */
  function update(chosen) {
    const n = keys.length;
    const even = chosen ? 0 : 1 / n; // while no word is chosen, what is no more than an even share is left out
    let links = [];
    for (let i = 0; i < queries.length; i++) {
      if (chosen && chosen.query !== undefined && chosen.query !== i) continue;
      for (let j = 0; j < n; j++) {
        if (chosen && chosen.key !== undefined && chosen.key !== j) continue;
        const weight = weights[i * n + j];
        if (weight > even) links.push({i, j, weight});
      }
    }
    if (!chosen && links.length > MOST_LINES) {
      links = links.sort((a, b) => b.weight - a.weight).slice(0, MOST_LINES);
    }
    // Strength is what a weight has above that, against the strongest; where all are weak, none shouts.
    const most = d3.max(links, d => d.weight) || 1;
    const loud = Math.min(1, 0.3 + 1.5 * most);
    const strength = d => (most > even ? (d.weight - even) / (most - even) : 0);
    svg
      .selectAll('.link')
      .data(links)
      .join('line')
      .attr('class', 'link')
      .attr('data-query', d => d.i)
      .attr('data-key', d => d.j)
      .attr('data-weight', d => d.weight)
      .attr('x1', 0)
      .attr('x2', 100)
      .attr('y1', d => (d.i + 0.5) * ROW)
      .attr('y2', d => (d.j + 0.5) * ROW)
      .attr('vector-effect', 'non-scaling-stroke')
      .attr('stroke-width', d => 0.6 + 3.4 * loud * strength(d))
      .attr('stroke-opacity', d => Math.max(chosen ? 0.08 : 0, loud * strength(d)));
    left
      .selectAll('.word')
      .classed('active', (token, i) => chosen && chosen.query === i)
      .attr('aria-selected', (token, i) => String(Boolean(chosen && chosen.query === i)));
    right
      .selectAll('.word')
      .classed('active', (token, j) => chosen && chosen.key === j)
      .attr('aria-selected', (token, j) => String(Boolean(chosen && chosen.key === j)));
    shade(right, chosen && chosen.query !== undefined ? j => weights[chosen.query * n + j] : null);
    shade(left, chosen && chosen.key !== undefined ? i => weights[i * n + chosen.key] : null);
  }

  update(active);
  return update;
}

function index(event, side) {
  return Number(event.currentTarget.dataset[side]);
}

/** Shows how much each word of one side has to do with the word chosen on the other. */
function shade(list, weight) {
  list.selectAll('.word').each(function (token, i) {
    const word = d3.select(this);
    word.select('.weight').text('');
    word.style('box-shadow', null).attr('title', null);
    if (weight) {
      const value = weight(i);
      word.attr('title', figure(value));
      word.style(
        'box-shadow',
        value > FAINT
          ? `inset 0 0 0 100px color-mix(in srgb, var(--accent) ${(60 * value).toFixed(1)}%, transparent)`
          : null,
      );
      if (value >= FAINT) word.select('.weight').text(value.toFixed(2));
    }
  });
}

/** Arrow keys go from word to word, Enter holds one, Escape lets go. */
function step(event, list, side, choose) {
  const words = list.selectAll('.word').nodes();
  const at = words.indexOf(event.currentTarget);
  const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: words.length - 1}[event.key];
  if (to !== undefined) {
    event.preventDefault();
    if (words[to]) {
      words[at].tabIndex = -1;
      words[to].tabIndex = 0;
      words[to].focus();
      choose({[side]: to}, false);
    }
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    choose({[side]: at}, true);
  } else if (event.key === 'Escape') {
    choose(null, true);
  }
}
