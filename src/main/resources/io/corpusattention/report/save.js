// Saves a picture as a file: SVG as it is, or PNG at twice its size. In: an svg element of the page.

/** What an element's look depends on; in a file there is no style sheet. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'visibility',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'image-rendering',
];

/** Room for a title above a picture that has none, in its own units. */
const TITLE = 24;

/**
 * A copy of the picture that needs no style sheet, on the page's paper.
 *
 * @param title is written above it; null where the picture needs none
 */
function standalone(svg, title) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((element, i) => {
    const look = getComputedStyle(element);
    for (const name of LOOKS) to[i].setAttribute(name, look.getPropertyValue(name));
    for (const name of ['tabindex', 'role', 'aria-selected', 'class', 'style'])
      to[i].removeAttribute(name);
  });
  const box = svg.viewBox.baseVal;
  const top = title ? TITLE : 0;
  const size = measure(title ?? '', 13);
  const wide = Math.max(box.width, title ? size + 8 : 0);
  const tall = box.height + top;
  const scale = (svg.clientWidth || box.width) / box.width;
  const picture = d3
    .select(copy)
    .attr('xmlns', 'http://www.w3.org/2000/svg')
    .attr('viewBox', [box.x, box.y - top, wide, tall])
    .attr('width', wide * scale)
    .attr('height', tall * scale);
  picture
    .insert('rect', ':first-child')
    .attr('x', box.x)
    .attr('y', box.y - top)
    .attr('width', wide)
    .attr('height', tall)
    .attr('fill', cssColor('--card'));
  if (title) {
    picture
      .append('text')
      .attr('x', box.x + 4)
      .attr('y', box.y - 8)
      .attr('font-family', 'system-ui, sans-serif')
      .attr('font-size', 13)
      .attr('font-weight', 600)
      .attr('fill', cssColor('--ink'))
      .text(title);
  }
  return copy;
}

function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function saveSvg(svg, name, title) {
  const text = new XMLSerializer().serializeToString(standalone(svg, title));
  download(new Blob([text], {type: 'image/svg+xml'}), name + '.svg');
}

function savePng(svg, name, title) {
  const copy = standalone(svg, title);
  const text = new XMLSerializer().serializeToString(copy);
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = 2 * picture.width;
    canvas.height = 2 * picture.height;
    const context = canvas.getContext('2d');
    context.scale(2, 2);
    context.drawImage(picture, 0, 0);
    canvas.toBlob(blob => download(blob, name + '.png'), 'image/png');
  };
  picture.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
}

/**
 * The heading of a chart that is its panel's only picture, and beside it the buttons that save it.
 *
 * @param saved is written above the chart in the file
 */
function putTitle(panel, title, name, saved = title) {
  const heading = panel.append('h4').attr('class', 'saved');
  heading.append('span').text(title);
  putSaving(heading, () => panel.select(':scope > svg'), name, saved);
}

/**
 * Two buttons that save a picture.
 *
 * @param box gives the picture when they are pressed
 * @param name of the file, or a function that gives it
 * @param title is written above the picture; null where it needs none
 */
function putSaving(where, box, name, title = null) {
  const saving = where.append('span').attr('class', 'saving');
  for (const [kind, save] of [
    ['SVG', saveSvg],
    ['PNG', savePng],
  ]) {
    saving
      .append('button')
      .attr('type', 'button')
      .attr('class', 'plain-button')
      .attr('aria-label', (title ? title + ': save' : 'Save') + ' as ' + kind)
      .text(kind)
      .on('click', () => {
        const svg = box().node();
        if (svg) save(svg, typeof name === 'function' ? name() : name, title);
      });
  }
}
