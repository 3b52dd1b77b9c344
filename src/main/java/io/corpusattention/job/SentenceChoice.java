package io.corpusattention.job;

import io.corpusattention.analysis.Words;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.report.SentenceFigure;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The sentences of a page: those that the user names, those with a word, or the most telling ones.
 *
 * <p>Telling is a sentence of 6 to 32 tokens by its strongest link between two different words, see
 * {@link LinkStrength}. Of sentences with the same text one is chosen, that of the lowest id as
 * text; so the choice does not depend on how the table is partitioned.
 *
 * @param figures in the order of the choice
 * @param explanation how they were chosen, as a sentence
 */
record SentenceChoice(List<SentenceFigure> figures, String explanation, List<String> notes) {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 32;

  /** Tokens of a sentence that can still be drawn. */
  private static final int MOST_TOKENS = 512;

  /** Weights of all sentences of a page; 2 bytes each, and a third more as text. */
  private static final long MOST_WEIGHTS = 8_000_000;

  /** A sentence that may be chosen: the strongest first. */
  private record Candidate(String id, double strength) implements Serializable {}

  private static final class StrongestFirst implements Comparator<Candidate>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Candidate a, Candidate b) {
      int order = Double.compare(b.strength(), a.strength());
      return order != 0 ? order : a.id().compareTo(b.id());
    }
  }

  static SentenceChoice of(AttentionTable table, ReportSettings settings) {
    if (settings.ids() != null) {
      return named(table, settings.ids());
    }
    String word = settings.contains();
    List<String> ids =
        settings.sentences() == 0 ? List.of() : mostTelling(table, word, settings.sentences());
    if (word != null && ids.isEmpty() && settings.sentences() > 0) {
      throw new BadSettingException(
          "--contains "
              + word
              + ": no sentence of at most "
              + MOST_TOKENS
              + " tokens has this word; words are compared whole, in upper or lower case");
    }
    String rule =
        "ranked by their strongest link between two different words, the mean over heads, with"
            + " special tokens and punctuation left out.";
    String explanation =
        ids.isEmpty()
            ? "No sentences were chosen."
            : word != null
                ? "Sentences with the word “" + word + "”, " + rule
                : "The most telling of the sentences of "
                    + SHORTEST
                    + " to "
                    + LONGEST
                    + " tokens: "
                    + rule;
    List<SentenceFigure> figures =
        load(table, ids).values().stream().filter(figure -> figure != TOO_LONG).toList();
    List<String> notes =
        figures.size() == ids.size()
            ? List.of()
            : List.of("Some of the chosen sentences have too many weights to be drawn.");
    return new SentenceChoice(figures, explanation, notes);
  }

  private static SentenceChoice named(AttentionTable table, List<String> ids) {
    List<String> distinct = ids.stream().distinct().toList();
    Map<String, SentenceFigure> found = load(table, distinct);
    Set<String> missing = new TreeSet<>(distinct);
    missing.removeAll(found.keySet());
    if (!missing.isEmpty()) {
      throw new BadSettingException(
          "--ids "
              + String.join(",", missing)
              + ": the table has no such sentence; ids are those of its column "
              + table.idColumn());
    }
    List<SentenceFigure> figures =
        found.values().stream().filter(figure -> figure != TOO_LONG).toList();
    List<String> notes = new ArrayList<>();
    found.forEach(
        (id, figure) -> {
          if (figure == TOO_LONG) {
            notes.add(
                "Sentence "
                    + id
                    + " is too large to be drawn: a page holds sentences of at most "
                    + MOST_TOKENS
                    + " tokens, and 8 million weights in all.");
          }
        });
    return new SentenceChoice(figures, "The sentences that --ids names.", notes);
  }

  private static List<String> mostTelling(AttentionTable table, String word, int count) {
    int shortest = word == null ? SHORTEST : 2;
    int longest = word == null ? LONGEST : MOST_TOKENS;
    LinkStrength strength = new LinkStrength(table.heads(), table.selfAttention());
    JavaRDD<AttentionRow> rows =
        table
            .rows(List.of())
            .filter(
                row ->
                    row.tokens() != null
                        && row.numTokens() >= shortest
                        && row.numTokens() <= longest
                        && (word == null || has(row, word)));
    return rows
        .mapToPair(
            row ->
                new Tuple2<>(
                    row.id().toString(),
                    new Tuple2<>(String.join(" ", row.tokens()), strength.of(row))))
        .reduceByKey((a, b) -> a._2() >= b._2() ? a : b) // tiles of a sentence
        .mapToPair(row -> new Tuple2<>(row._2()._1(), new Candidate(row._1(), row._2()._2())))
        .reduceByKey((a, b) -> a.id().compareTo(b.id()) <= 0 ? a : b) // the same text
        .values()
        .takeOrdered(count, new StrongestFirst())
        .stream()
        .map(Candidate::id)
        .toList();
  }

  private static boolean has(AttentionRow row, String word) {
    for (String other : Words.of(row.tokens(), null).words()) {
      if (other.equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }

  /** Stands for a sentence that is not loaded. */
  private static final SentenceFigure TOO_LONG =
      new SentenceFigure("", List.of(), List.of(), 1, false, new float[0]);

  /** Sentences by id, in the order of the ids; those that are not there are left out. */
  private static Map<String, SentenceFigure> load(AttentionTable table, List<String> ids) {
    Map<String, SentenceFigure> figures = new LinkedHashMap<>();
    if (ids.isEmpty()) {
      return figures;
    }
    Map<String, Size> sizes = sizes(table, ids);
    Set<String> drawable = drawable(sizes, ids);
    List<AttentionRow> rows =
        table.rows(List.of()).filter(row -> drawable.contains(row.id().toString())).collect();
    for (String id : ids) {
      List<AttentionRow> tiles =
          rows.stream()
              .filter(row -> row.id().toString().equals(id))
              .sorted(Comparator.comparingInt(AttentionRow::queryStart))
              .toList();
      if (!tiles.isEmpty()) {
        figures.put(id, SentenceTiles.joined(table, tiles));
      } else if (sizes.containsKey(id)) {
        figures.put(id, TOO_LONG);
      }
    }
    return figures;
  }

  /** Those that are short enough, as long as there is room on the page. */
  private static Set<String> drawable(Map<String, Size> sizes, List<String> ids) {
    Set<String> drawable = new HashSet<>();
    long weights = 0;
    for (String id : ids) {
      Size size = sizes.get(id);
      if (size != null
          && size.tokens() <= MOST_TOKENS
          && weights + size.weights() <= MOST_WEIGHTS) {
        weights += size.weights();
        drawable.add(id);
      }
    }
    return drawable;
  }

  /** How large the picture of a sentence is. */
  private record Size(int tokens, long weights) implements Serializable {
    Size plus(Size tile) {
      return new Size(tokens, weights + tile.weights);
    }
  }

  private static Map<String, Size> sizes(AttentionTable table, List<String> ids) {
    Set<String> wanted = new HashSet<>(ids);
    long heads = table.heads();
    return table
        .rows(List.of(), List.of())
        .filter(row -> wanted.contains(row.id().toString()))
        .mapToPair(
            row ->
                new Tuple2<>(
                    row.id().toString(),
                    new Size(row.numTokens(), heads * row.numQueries() * row.numTokens())))
        .reduceByKey(Size::plus)
        .collectAsMap();
  }
}
