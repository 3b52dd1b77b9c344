// What pictures share: the colours of numbers, and a line of text beside the pointer or beside what has the focus.

/** Colours from nothing, which is the paper, to all: one hue, told apart by lightness alone. */
function hue() {
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  return d3.interpolateRgbBasis(
    dark
      ? ['#1b1f25', '#1c4a6e', '#2f7fb8', '#7fc0f0', '#f2f9ff']
      : ['#ffffff', '#c6dbef', '#6baed6', '#2171b5', '#08214f'],
  );
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

  /** Shows text of a datum while the pointer is over an element, or it has the focus. */
  on(selection, text) {
    selection
      .attr('tabindex', 0)
      .attr('aria-label', d => text(d))
      .on('pointerenter pointermove', (event, d) => tip.show(text(d), event.clientX, event.clientY))
      .on('pointerleave', tip.hide)
      .on('focus', (event, d) => {
        const box = event.currentTarget.getBoundingClientRect();
        tip.show(text(d), box.right, box.top);
      })
      .on('blur', tip.hide);
  },
};
