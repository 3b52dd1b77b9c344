package io.corpusattention.job.report;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import scala.Tuple2;

/**
 * The sentences of a page: those that the user named, those with a given word, and then those whose
 * queries differ most, see {@link QueryDifference}. Among these, sentences of 6 to 32 tokens come
 * first. Of sentences with the same text, only the one with the lowest id as text is chosen, so the
 * choice does not depend on how the table is partitioned.
 *
 * @param ids the ids in the order of choice
 * @param explanation how the sentences were chosen, as text
 */
record SentenceChoice(List<String> ids, String explanation) {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 32;

  private static final String RULE =
      " Ranked by how much their queries differ in what they attend to (Jensen-Shannon divergence).";

  /**
   * Chooses sentences.
   *
   * @throws BadSettingException if no sentence contains the word
   */
  static SentenceChoice of(AttentionTable table, ReportSettings settings) {
    Set<String> named = settings.ids() == null ? Set.of() : new LinkedHashSet<>(settings.ids());
    int more = Math.max(0, settings.sentences() - named.size());
    List<Candidate> found =
        more == 0 ? List.of() : found(table, named, settings.contains(), more + named.size());
    String word = settings.contains();
    if (word != null && more > 0 && found.stream().noneMatch(Candidate::hasWord)) {
      throw Setting.CONTAINS
          .of(word)
          .bad(
              "no sentence of at most "
                  + SentencePictures.MOST_TOKENS
                  + " tokens has this word; words are compared whole, in upper or lower case");
    }
    List<Candidate> chosen =
        found.stream().filter(candidate -> !candidate.named()).limit(more).toList();
    List<String> ids = Stream.concat(named.stream(), chosen.stream().map(Candidate::id)).toList();
    return new SentenceChoice(ids, explanation(named, word, chosen));
  }

  private static String explanation(Set<String> named, String word, List<Candidate> chosen) {
    List<String> parts = new ArrayList<>();
    if (!named.isEmpty()) {
      parts.add("sentences that were asked for by their ids");
    }
    if (chosen.stream().anyMatch(Candidate::hasWord)) {
      parts.add("sentences with the word “" + word + "”");
    }
    if (chosen.stream().anyMatch(candidate -> !candidate.hasWord())) {
      parts.add(
          "the most telling "
              + (parts.isEmpty() ? "sentences" : "others")
              + ", those of "
              + SHORTEST
              + " to "
              + LONGEST
              + " tokens before longer and shorter ones");
    }
    return parts.isEmpty()
        ? "No sentences were chosen."
        : StringUtils.capitalize(String.join(", then ", parts))
            + "."
            + (chosen.isEmpty() ? "" : RULE);
  }

  /** Returns the first candidates in natural order, including named ones. */
  private static List<Candidate> found(
      AttentionTable table, Set<String> named, String word, int count) {
    Sought sought = new Sought(table.heads(), table.selfAttention(), Set.copyOf(named), word);
    boolean whole = table.layers().size() < 2 && !table.hasTiles();
    return (whole ? table : table.together(null))
        .rows(WordIds.columns(table), SentenceTiles.LISTS)
        .filter(
            row ->
                row.tokens() != null
                    && row.numTokens() > 1
                    && row.numTokens() <= SentencePictures.MOST_TOKENS)
        .mapPartitionsToPair(rows -> new Candidates(rows, sought))
        .reduceByKey((a, b) -> a.compareTo(b) <= 0 ? a : b) // a sentence in several partitions
        .values()
        .filter(candidate -> candidate.end() <= SentencePictures.MOST_TOKENS)
        .mapToPair(candidate -> new Tuple2<>(candidate.text(), candidate))
        .reduceByKey(Candidate::ofText)
        .values()
        .takeOrdered(count);
  }

  /**
   * What to search for.
   *
   * @param word the requested word; null for any
   */
  private record Sought(int heads, boolean selfAttention, Set<String> named, String word)
      implements Serializable {}

  /** Converts rows to candidates by id. The rows of a sentence must be in sequence. */
  private static final class Candidates implements Iterator<Tuple2<String, Candidate>> {
    private final Iterator<AttentionRow> rows;
    private final Sought sought;
    private AttentionRow next; // the first row of the next sentence; null after the last one

    Candidates(Iterator<AttentionRow> rows, Sought sought) {
      this.rows = rows;
      this.sought = sought;
      advance();
    }

    private void advance() {
      next = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Tuple2<String, Candidate> next() {
      AttentionRow first = next;
      int n = first.numTokens();
      Words words = WordIds.of(first);
      QueryDifference difference =
          new QueryDifference(
              Kernels.get(), sought.heads, ContentTokens.of(words, sought.selfAttention));
      int end = 0;
      boolean goesOn;
      do {
        AttentionRow row = next;
        float[] weights = SentenceTiles.weights(row, sought.heads);
        difference.add(weights, row.queryStart(), row.numQueries(), n);
        end = Math.max(end, row.queryStart() + row.numQueries());
        advance();
        goesOn = next != null && follows(row, next);
        if (!goesOn || !Objects.equals(row.layer(), next.layer())) {
          difference.endLayer();
        }
      } while (goesOn);
      String id = first.id().toString();
      boolean hasWord = WordAsked.place(sought.word, words) >= 0;
      return new Tuple2<>(
          id,
          new Candidate(
              id,
              String.join(" ", first.tokens()),
              sought.named.contains(id),
              hasWord,
              !hasWord && n >= SHORTEST && n <= LONGEST,
              difference.mean(),
              end));
    }

    /** Returns whether a row belongs to the same sentence as the previous row. */
    private static boolean follows(AttentionRow before, AttentionRow row) {
      boolean later =
          row.queryStart() > before.queryStart()
              || (row.layer() != null && row.layer() > before.layer());
      return later && row.id().equals(before.id()) && row.numTokens() == before.numTokens();
    }
  }
}
