// Keywords, phrases and main sentences of documents. In: what summarize found. Words that it kept of the
// sentences of the page are bold in their list.

function drawSummaries(body, summaries) {
  body.append('p').attr('class', 'explain').text(summaries.source);
  if (page.sentences.some(s => s.kept)) {
    body
      .append('p')
      .attr('class', 'explain')
      .text('In the list of sentences above, the words that their summaries keep are bold.');
    const list = body.append('div').attr('id', 'kept');
    for (const sentence of page.sentences.filter(s => s.kept)) {
      const line = list.append('p').attr('class', 'example');
      line.append('span').attr('class', 'sentence-id').text(plain(sentence.id));
      putSentence(line, sentence);
    }
  }
  const box = body.append('div').attr('class', 'side').attr('id', 'documents');
  for (const d of summaries.documents) {
    const card = box.append('article').attr('class', 'card');
    putToken(card.append('h3'), d.document);
    card
      .append('p')
      .attr('class', 'soft')
      .text(d3.format(',')(d.sentences) + (d.sentences === 1 ? ' sentence' : ' sentences'));
    keywords(card, 'Keywords', d.words);
    keywords(card, 'Phrases', d.phrases);
    if (d.main.length) {
      card.append('h4').text('Main sentences');
      for (const main of d.main) {
        const line = card.append('p').attr('class', 'example');
        line.append('span').attr('class', 'sentence-id').text(plain(main.id));
        putToken(line.append('span'), main.text);
      }
    }
  }
}

/** The heavier a keyword, the larger it is. */
function keywords(card, title, list) {
  if (!list.length) return;
  card.append('h4').text(title);
  const most = d3.max(list, k => k.score) || 1;
  const line = card.append('p').attr('class', 'keywords');
  list.forEach(keyword => {
    const word = line
      .append('span')
      .attr('class', 'keyword')
      .attr('title', figure(keyword.score))
      .style('font-size', (0.85 + 0.4 * (keyword.score / most)).toFixed(2) + 'rem');
    putToken(word, keyword.keyword);
    line.append('span').text(' ');
  });
}
