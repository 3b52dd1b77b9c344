// What pictures share: the colors of numbers, and a line of text beside the pointer or beside what has the focus.

/** Whether the page is dark. */
function isDark() {
  return window.matchMedia('(prefers-color-scheme: dark)').matches;
}

/** A color of the style sheet as it is in this light. */
function cssColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Colors from nothing, which is the paper, to all: one hue, told apart by lightness alone. */
function hue() {
  return d3.interpolateRgbBasis(
    isDark()
      ? ['#1b1f25', '#1c4a6e', '#2f7fb8', '#7fc0f0', '#f2f9ff']
      : ['#ffffff', '#c6dbef', '#6baed6', '#2171b5', '#08214f'],
  );
}

/** The same for a head: from the paper through its own color. */
function hueOf(color) {
  const own = d3.lab(cssColor(color));
  const end = d3.lab(isDark() ? Math.min(97, own.l + 25) : Math.max(12, own.l - 30), own.a, own.b);
  return d3.interpolateRgbBasis([
    cssColor('--card'),
    d3.interpolateLab(cssColor('--card'), own)(0.55),
    String(own),
    String(end),
  ]);
}

const tip = {
  show(text, x, y) {
    const box = d3.select('#tip').property('hidden', false).text(text);
    const node = box.node();
    const left = Math.min(x + 14, window.innerWidth - node.offsetWidth - 6);
    const below = y + 18 + node.offsetHeight < window.innerHeight;
    box
      .style('left', Math.max(4, left) + 'px')
      .style('top', (below ? y + 18 : Math.max(4, y - node.offsetHeight - 10)) + 'px');
  },

  hide() {
    d3.select('#tip').property('hidden', true);
  },

  /** Shows text of a datum while the pointer is over an element that can have the focus, or it has it. */
  near(selection, text) {
    selection
      .on('pointerenter.tip pointermove.tip', (event, d) =>
        tip.show(text(d), event.clientX, event.clientY),
      )
      .on('pointerleave.tip', tip.hide)
      .on('focus.tip', (event, d) => {
        const box = event.currentTarget.getBoundingClientRect();
        tip.show(text(d), box.right, box.top);
      })
      .on('blur.tip', tip.hide);
  },

  /** The same for what can have no focus of its own. */
  on(selection, text) {
    selection.attr('tabindex', 0).attr('aria-label', d => text(d));
    tip.near(selection, text);
  },
};
