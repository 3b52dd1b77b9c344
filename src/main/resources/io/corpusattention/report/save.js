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

/** A copy of the picture that needs no style sheet, on the page's paper. */
function standalone(svg) {
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
  const width = svg.clientWidth || box.width;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', width);
  copy.setAttribute('height', (width * box.height) / box.width);
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  paper.setAttribute('x', box.x);
  paper.setAttribute('y', box.y);
  paper.setAttribute('width', box.width);
  paper.setAttribute('height', box.height);
  paper.setAttribute('fill', cssColor('--card'));
  copy.insertBefore(paper, copy.firstChild);
  return copy;
}

function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function saveSvg(svg, name) {
  const text = new XMLSerializer().serializeToString(standalone(svg));
  download(new Blob([text], {type: 'image/svg+xml'}), name + '.svg');
}

function savePng(svg, name) {
  const copy = standalone(svg);
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

/** Two buttons that save the one picture that a box holds when they are pressed. */
function putSaving(where, box, name) {
  const saving = where.append('span').attr('class', 'saving');
  for (const [kind, save] of [
    ['SVG', saveSvg],
    ['PNG', savePng],
  ]) {
    saving
      .append('button')
      .attr('type', 'button')
      .attr('class', 'plain-button')
      .attr('aria-label', 'Save as ' + kind)
      .text(kind)
      .on('click', () => {
        const svg = box().node();
        if (svg) save(svg, typeof name === 'function' ? name() : name);
      });
  }
}
