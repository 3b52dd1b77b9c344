// Tokens as a reader can see them. In: a token. Out: nodes of text, never markup.

/** Characters that show nothing, or that turn the text around them; the emoji selector is at home in text. */
const UNSEEN =
  /(?!\ufe0f)[\p{Cc}\p{Zs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;

/** Flags of regions, and variants of ideographs, are ends of what is seen before them. */
const ENDING = /(\u{1f3f4}[\u{e0020}-\u{e007f}]+|\p{Ideographic}[\u{e0100}-\u{e01ef}])$/u;

/** Joiners and selectors that belong to the letters or emoji on both sides of them. */
const JOINED =
  /(?<=[\p{L}\p{M}\p{So}\p{Sk}\p{Emoji}\ufe0f])[\u200c\u200d](?=[\p{L}\p{So}\p{Emoji}])/u;

/** A token cut into pieces: {text} that is seen and {odd} names of characters that are not. */
function pieces(token) {
  if (token === '') {
    return [{odd: 'empty'}];
  }
  const cut = [];
  let seen = '';
  let at = 0;
  for (const letter of token) {
    const unseen =
      letter === ' '
        ? token.trim() === ''
        : UNSEEN.test(letter) &&
          !isJoiner(token, at) &&
          !ENDING.test(token.slice(0, at + letter.length));
    if (unseen) {
      if (seen) cut.push({text: seen});
      seen = '';
      cut.push({
        odd:
          letter === ' '
            ? '␣'
            : 'U+' + letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0'),
      });
    } else {
      seen += letter;
    }
    at += letter.length;
  }
  if (seen) cut.push({text: seen});
  return cut;
}

function isJoiner(token, at) {
  const from = Math.max(0, at - 2);
  const match = JOINED.exec(token.slice(from, at + 3));
  return match !== null && match.index === at - from;
}

/** Puts a token into an element, isolated from the direction of what is around it. */
function putToken(selection, token) {
  const bdi = selection.append('bdi').attr('dir', 'auto');
  for (const piece of pieces(token)) {
    if (piece.odd) {
      bdi
        .append('span')
        .attr('class', 'odd')
        .text('‹' + piece.odd + '›');
    } else {
      bdi.append('span').text(piece.text);
    }
  }
}

/** A token as one string, for places that hold no elements. */
function plain(token) {
  const text = pieces(token)
    .map(piece => (piece.odd ? '‹' + piece.odd + '›' : piece.text))
    .join('');
  return '\u2068' + text + '\u2069'; // isolated
}

/** Three digits that tell something, whatever the size. */
function figure(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 100) return d3.format(',.0f')(value);
  if (size >= 10) return value.toFixed(1);
  if (size >= 0.001) return value.toFixed(3);
  return value.toExponential(1);
}
