// Links between words, and words that receive most. In: the figures of an analysis.

function drawWords(body, corpus) {
  if (!corpus.links.length && !corpus.words.length) return;
  const side = body.append('div').attr('class', 'side');
  if (corpus.links.length) {
    const box = side.append('div');
    heading(
      box,
      'Strongest links',
      'Mean weight, over heads and meetings, that the first word gives to the second.',
    );
    table(box, 'links', ['from', 'to', 'weight', 'met'], corpus.links, (row, link) => {
      putToken(row.append('td'), link.query_word);
      putToken(row.append('td'), link.key_word);
      number(row, figure(link.weight));
      number(row, d3.format(',')(link.meetings));
    });
  }
  if (corpus.words.length) {
    const box = side.append('div');
    heading(
      box,
      'Words that receive most',
      corpus.self_attention
        ? 'Attention from all words of the sentence, added up; an average token receives 1.'
        : 'Attention from all queries of the sentence, added up.',
    );
    table(box, 'words', ['word', 'receives', 'occurs'], corpus.words, (row, word) => {
      putToken(row.append('td'), word.word);
      number(row, figure(word.received));
      number(row, d3.format(',')(word.occurrences));
    });
  }
}

function table(box, id, columns, rows, fill) {
  const table = box
    .append('div')
    .attr('class', 'tables')
    .attr('tabindex', 0)
    .append('table')
    .attr('id', id);
  const words = columns.length / 2; // words come first, numbers last
  table
    .append('thead')
    .append('tr')
    .selectAll('th')
    .data(columns)
    .join('th')
    .attr('scope', 'col')
    .attr('class', (column, i) =>
      i < words && !(columns.length === 3 && i === 1) ? null : 'number',
    )
    .text(column => column);
  const body = table.append('tbody');
  for (const row of rows) fill(body.append('tr'), row);
}

function number(row, text) {
  row.append('td').attr('class', 'number').text(text);
}
