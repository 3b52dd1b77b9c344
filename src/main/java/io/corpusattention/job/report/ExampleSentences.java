package io.corpusattention.job.report;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.report.CorpusFigures;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds the sentences of a corpus's examples to its figures, with their tokens and words from the
 * table.
 */
final class ExampleSentences {
  private ExampleSentences() {}

  /**
   * Returns the figures with the sentences of their examples. Leaves out sentences that are not in
   * the table, have no tokens, or have more tokens than can be drawn.
   */
  static CorpusFigures added(AttentionTable table, CorpusFigures figures) {
    if (figures.examples().isEmpty()) {
      return figures;
    }
    Set<String> wanted = new HashSet<>();
    figures.examples().forEach(example -> wanted.add(example.id()));
    Integer first = table.layers().isEmpty() ? null : table.layers().get(0);
    List<AttentionRow> rows =
        table
            .rows(WordIds.columns(table), List.of())
            .filter(
                row ->
                    row.queryStart() == 0
                        && row.tokens() != null
                        && row.numTokens() <= SentencePictures.MOST_TOKENS
                        && Objects.equals(row.layer(), first)
                        && wanted.contains(row.id().toString()))
            .collect();
    TreeMap<String, CorpusFigures.ExampleSentence> sentences = new TreeMap<>();
    for (AttentionRow row : rows) {
      Words words = WordIds.of(row);
      sentences.put(
          row.id().toString(),
          new CorpusFigures.ExampleSentence(
              List.of(row.tokens()),
              List.of(words.words()),
              Arrays.stream(words.wordOf()).boxed().toList()));
    }
    return figures.with(sentences);
  }
}
