// The page's data, and what is drawn of a sentence. In: the JSON of the block called data. Out: names of
// heads, the items on each side of a picture, and weights between them.

const page = JSON.parse(document.getElementById('data').textContent);

/** Heads of all layers. A head's index counts through all layers. */
const HEADS = page.layers.length * page.heads;

/** Whether heads are named with their layers. */
const LAYERED = page.layers.length > 1 || page.layers[0] !== null;

/** layer.head, or the head alone where the layer has no number. */
function headName(h) {
  const layer = page.layers[Math.floor(h / page.heads)];
  const head = h % page.heads;
  return layer === null ? String(head) : layer + '.' + head;
}

/** What rules call a head; none where there is no analysis. */
function headLabels(h) {
  return page.corpus ? (page.corpus.head_labels[h] ?? []) : [];
}

/** A head's name with its labels, for a line of text. */
function headTitle(h) {
  const labels = headLabels(h);
  return 'head ' + headName(h) + (labels.length ? ' · ' + labels.join(', ') : '');
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
}

/** Reads a sentence's weights when it is first shown. */
async function opened(sentence) {
  if (sentence.steps) return sentence;
  const stream = new Blob([fromBase64(sentence.weights)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  const bytes = await new Response(stream).arrayBuffer();
  if (page.steps === 255) {
    sentence.steps = new Uint8Array(bytes);
  } else {
    const view = new DataView(bytes);
    sentence.steps = Uint16Array.from({length: bytes.byteLength / 2}, (unused, i) =>
      view.getUint16(2 * i, true),
    );
  }
  if (sentence.exact) {
    const view = new DataView(fromBase64(sentence.exact).buffer);
    sentence.exactRow = Float32Array.from({length: view.byteLength / 4}, (unused, i) =>
      view.getFloat32(4 * i, true),
    );
  }
  sentence.matrices = new Map();
  return sentence;
}

/** Whether all weights of a query are as the table has them. */
function isExact(sentence, query) {
  return Boolean(sentence.exactRow) && sentence.held === query;
}

/** The weight from one token to another, in one head. */
function weightOf(sentence, h, query, key) {
  const n = sentence.keys.length;
  if (isExact(sentence, query)) return sentence.exactRow[h * n + key];
  const queries = (sentence.queries ?? sentence.keys).length;
  return sentence.steps[(h * queries + query) * n + key] / page.steps;
}

/**
 * What stands on one side of a picture: each token, or each word with its pieces put together. Special
 * tokens stand for themselves.
 */
function itemsOf(sentence, side, unit) {
  const own = side === 'key' || !sentence.queries;
  const tokens = own ? sentence.keys : sentence.queries;
  const items = [];
  tokens.forEach((token, i) => {
    const word = own && sentence.word_of ? sentence.word_of[i] : i;
    const last = items[items.length - 1];
    if (unit === 'words' && own && word >= 0 && last && last.word === word) {
      last.tokens.push(i);
    } else {
      const text = unit === 'words' && own && word >= 0 ? sentence.words[word] : token;
      items.push({text, word: own ? word : -2, tokens: [i], special: own && word < 0});
    }
  });
  return items;
}

/** Whether an item is neither a special token nor punctuation. */
function isContent(item) {
  return !item.special && !/^[\p{P}\p{S}]+$/u.test(item.text);
}

/**
 * Weights from each item on the left to each on the right: what goes to a word is the sum over its pieces,
 * and what comes from one the mean over its pieces (Clark et al. 2019, section 4).
 *
 * @param h a head, or -1 for the mean of all heads
 */
function matrixOf(sentence, h, unit) {
  const name = h + '/' + unit;
  if (!sentence.matrices.has(name)) {
    const rows = itemsOf(sentence, 'query', unit);
    const columns = itemsOf(sentence, 'key', unit);
    const heads = h < 0 ? d3.range(HEADS) : [h];
    const values = new Float64Array(rows.length * columns.length);
    rows.forEach((row, i) =>
      columns.forEach((column, j) => {
        let sum = 0;
        for (const head of heads)
          for (const query of row.tokens)
            for (const key of column.tokens) sum += weightOf(sentence, head, query, key);
        values[i * columns.length + j] = sum / (row.tokens.length * heads.length);
      }),
    );
    sentence.matrices.set(name, values);
  }
  return sentence.matrices.get(name);
}

/** Weights of one head from one item to each on the other side, as in matrixOf. */
function rowOf(sentence, h, from, columns) {
  return columns.map(column => {
    let sum = 0;
    for (const query of from.tokens)
      for (const key of column.tokens) sum += weightOf(sentence, h, query, key);
    return sum / from.tokens.length;
  });
}

/** From one item to each other content item the heaviest weight over all heads, the heaviest first. */
function heaviest(sentence, unit, from) {
  const columns = itemsOf(sentence, 'key', unit);
  const itself = sentence.queries ? -1 : from.tokens[0];
  const best = columns.map((column, to) => ({to, text: column.text, weight: -1, head: 0}));
  for (let h = 0; h < HEADS; h++) {
    rowOf(sentence, h, from, columns).forEach((weight, j) => {
      if (weight > best[j].weight) Object.assign(best[j], {weight, head: h});
    });
  }
  return best
    .filter(({to}) => isContent(columns[to]) && columns[to].tokens[0] !== itself)
    .sort((a, b) => b.weight - a.weight);
}
