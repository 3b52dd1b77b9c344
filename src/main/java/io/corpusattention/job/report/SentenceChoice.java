package io.corpusattention.job.report;

import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The sentences of a page: those that the user names, those with a word, or the most telling ones.
 *
 * <p>Telling is a sentence by its strongest link between two different words, see {@link
 * LinkStrength}; those of 6 to 32 tokens come first, unless a word was asked for. Of sentences with
 * the same text one is chosen, that of the lowest id as text; so the choice does not depend on how
 * the table is partitioned.
 *
 * @param ids in the order of the choice
 * @param explanation how they were chosen, as a sentence
 */
record SentenceChoice(List<String> ids, String explanation) {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 32;

  private static final String RULE =
      "ranked by the strongest link between two different words, the mean over heads, with special"
          + " tokens and punctuation left out.";

  /**
   * A sentence that may be chosen. The natural order puts the most telling first.
   *
   * @param first whether it comes before those that are not
   * @param end the last of its queries + 1
   */
  private record Candidate(String id, String text, boolean first, double strength, int end)
      implements Comparable<Candidate>, Serializable {
    private static final Comparator<Candidate> ORDER =
        Comparator.comparing(Candidate::first)
            .thenComparingDouble(Candidate::strength)
            .reversed()
            .thenComparing(Candidate::id);

    @Override
    public int compareTo(Candidate other) {
      return ORDER.compare(this, other);
    }

    Candidate joined(Candidate tile) {
      return new Candidate(
          id, text, first, Math.max(strength, tile.strength), Math.max(end, tile.end));
    }
  }

  static SentenceChoice of(AttentionTable table, ReportSettings settings) {
    if (settings.ids() != null) {
      return new SentenceChoice(
          settings.ids().stream().distinct().toList(),
          "The sentences that were asked for by their ids.");
    }
    String word = settings.contains();
    List<String> ids =
        settings.sentences() == 0 ? List.of() : mostTelling(table, word, settings.sentences());
    if (word != null && ids.isEmpty() && settings.sentences() > 0) {
      throw Setting.CONTAINS
          .of(word)
          .bad(
              "no sentence of at most "
                  + SentencePictures.MOST_TOKENS
                  + " tokens has this word; words are compared whole, in upper or lower case");
    }
    String explanation =
        word != null
            ? "Sentences with the word “" + word + "”, " + RULE
            : "The most telling sentences, those of "
                + SHORTEST
                + " to "
                + LONGEST
                + " tokens before others: "
                + RULE;
    return new SentenceChoice(ids, ids.isEmpty() ? "No sentences were chosen." : explanation);
  }

  private static List<String> mostTelling(AttentionTable table, String word, int count) {
    LinkStrength strength = new LinkStrength(table.heads(), table.selfAttention());
    JavaRDD<AttentionRow> rows =
        table
            .rows(WordIds.columns(table))
            .filter(
                row ->
                    row.tokens() != null
                        && row.numTokens() > 1
                        && row.numTokens() <= SentencePictures.MOST_TOKENS
                        && (word == null || has(row, word)));
    return rows
        .mapToPair(row -> new Tuple2<>(row.id().toString(), candidate(row, word, strength)))
        .reduceByKey(Candidate::joined) // tiles of a sentence
        .values()
        .filter(candidate -> candidate.end() <= SentencePictures.MOST_TOKENS)
        .mapToPair(candidate -> new Tuple2<>(candidate.text(), candidate))
        .reduceByKey((a, b) -> a.id().compareTo(b.id()) <= 0 ? a : b) // the same text
        .values()
        .takeOrdered(count)
        .stream()
        .map(Candidate::id)
        .toList();
  }

  private static Candidate candidate(AttentionRow row, String word, LinkStrength strength) {
    return new Candidate(
        row.id().toString(),
        String.join(" ", row.tokens()),
        word == null && row.numTokens() >= SHORTEST && row.numTokens() <= LONGEST,
        strength.of(row),
        row.queryStart() + row.numQueries());
  }

  private static boolean has(AttentionRow row, String word) {
    return Stream.of(row.tokens(), WordIds.of(row).words())
        .flatMap(Arrays::stream)
        .anyMatch(word::equalsIgnoreCase);
  }
}
