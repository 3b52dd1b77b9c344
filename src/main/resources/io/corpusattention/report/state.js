// What a reader has chosen: a sentence, heads, pieces or words, and what is held. It stays when another
// part of it changes.

const MOST_HEADS = 6;

const state = {
  sentence: 0,
  /** {h, color}: heads that are drawn, each with the number of its color; none for the mean of all. */
  heads: [],
  /** The head of the heat map; -1 for the mean of all heads. */
  mapped: -1,
  unit: 'pieces',
  /** What is held in a sentence, by the sentence's place: {side, token}, or null where it was let go. */
  held: new Map(),
  /** The head that is told of below. */
  told: -1,
};

/** Draws a head, or no longer. The first that is drawn is that of the heat map. */
function toggleHead(h) {
  const at = state.heads.findIndex(head => head.h === h);
  if (at >= 0) {
    state.heads.splice(at, 1);
    if (state.mapped === h) state.mapped = state.heads.length ? state.heads[0].h : -1;
  } else {
    if (state.heads.length === MOST_HEADS) state.heads.shift();
    const color = d3.range(MOST_HEADS).find(c => state.heads.every(head => head.color !== c));
    state.heads.push({h, color});
    state.mapped = h;
  }
}

/** Draws these heads and no others. */
function drawHeads(list) {
  state.heads = list.slice(0, MOST_HEADS).map((h, color) => ({h, color}));
  state.mapped = state.heads.length ? state.heads[0].h : -1;
}

/** Heads with what they are drawn in; the mean of all where none is chosen. */
function drawnHeads() {
  return state.heads.length
    ? state.heads.map(({h, color}) => ({h, name: headName(h), color: `var(--head-${color})`}))
    : [{h: -1, name: 'mean', color: 'var(--accent)'}];
}

/** What is held in the sentence that is shown: {side, token}, or null. */
function heldNow() {
  return state.held.get(state.sentence) ?? null;
}

/** Goes to a sentence. What was held stays held: the same word, where the sentence has it. */
function goTo(index) {
  const before = heldNow();
  const from = page.sentences[state.sentence];
  state.sentence = index;
  if (state.held.has(index)) return;
  const sentence = page.sentences[index];
  const side = before ? before.side : 'query';
  const tokensOf = s => (side === 'query' ? (s.queries ?? s.keys) : s.keys);
  if (before) {
    const text = tokensOf(from)[before.token];
    const same = tokensOf(sentence).indexOf(text);
    if (same >= 0) {
      state.held.set(index, {side, token: same});
      return;
    }
  }
  state.held.set(index, sentence.held >= 0 ? {side: 'query', token: sentence.held} : null);
}
