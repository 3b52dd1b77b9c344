// Puts the page together. In: the JSON of the block called data.

const page = JSON.parse(document.getElementById('data').textContent);

/** A sentence with its weights as numbers, made when it is first shown. */
function opened(sentence) {
  if (!sentence.values) {
    const text = atob(sentence.weights);
    const bytes = Uint8Array.from(text, letter => letter.charCodeAt(0));
    const steps = new DataView(bytes.buffer);
    sentence.values = Float64Array.from(
      {length: bytes.length / 2},
      (unused, i) => steps.getUint16(2 * i, true) / 65535,
    );
    sentence.queries = sentence.queries ?? sentence.keys;
  }
  return sentence;
}

/** [queries, keys]: the weights of one head, or with -1 the mean over heads. */
function weightsOf(sentence, head) {
  const size = sentence.queries.length * sentence.keys.length;
  if (head >= 0) return sentence.values.subarray(head * size, (head + 1) * size);
  const mean = new Float64Array(size);
  for (let at = 0; at < sentence.values.length; at++)
    mean[at % size] += sentence.values[at] / sentence.heads;
  return mean;
}

/** What is chosen: a sentence, a head, and a word that is held. */
const state = {sentence: 0, head: -1, held: null};

function drawSentence() {
  const sentence = opened(page.sentences[state.sentence]);
  const weights = weightsOf(sentence, state.head);
  state.held = null;
  const most = d3.max(weights) || 1;
  const shade = hue();
  const update = drawLines(d3.select('#lines'), sentence, weights, null, (word, hold) => {
    if (hold) {
      const again =
        word && state.held && word.query === state.held.query && word.key === state.held.key;
      state.held = again ? null : word;
    }
    update(word && !hold ? word : state.held);
  });
  drawHeatmap(d3.select('#heatmap'), sentence, weights, value => shade(value / most));
  d3.select('#heatmap-legend').selectAll('*').remove();
  legend(d3.select('#heatmap-legend'), shade, '0', figure(most));
  d3.select('#partial').property('hidden', !sentence.partial);
}

function start() {
  d3.select('#source').text(page.source);
  d3.select('#notes')
    .selectAll('li')
    .data(page.notes)
    .join('li')
    .text(note => note);
  d3.select('#chosen').text(page.chosen);
  if (page.sentences.length) {
    d3.select('#sentence')
      .selectAll('option')
      .data(page.sentences)
      .join('option')
      .attr('value', (s, i) => i)
      .text(
        s =>
          plain(s.id) +
          ': ' +
          s.keys.slice(0, 20).map(plain).join(' ') +
          (s.keys.length > 20 ? ' …' : ''),
      );
    const labels = page.corpus ? page.corpus.head_labels : [];
    d3.select('#head')
      .selectAll('option')
      .data([-1, ...d3.range(page.heads)])
      .join('option')
      .attr('value', head => head)
      .text(head =>
        head < 0
          ? 'mean of all'
          : head +
            (labels[head] && labels[head].length ? ' (' + labels[head].join(', ') + ')' : ''),
      );
    d3.select('#sentence').on('change', event => {
      state.sentence = Number(event.target.value);
      drawSentence();
    });
    d3.select('#head').on('change', event => {
      state.head = Number(event.target.value);
      drawSentence();
    });
    drawSentence();
  } else {
    d3.selectAll('#picker, #pictures').property('hidden', true).style('display', 'none');
  }
  drawCorpus(d3.select('#corpus-body'), page);
  if (page.training) {
    d3.select('#training').property('hidden', false);
    drawTraining(d3.select('#training-body'), page.training);
  }
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    if (page.sentences.length) drawSentence();
    d3.select('#corpus-body').selectAll('*').remove();
    drawCorpus(d3.select('#corpus-body'), page);
  });
}

start();
