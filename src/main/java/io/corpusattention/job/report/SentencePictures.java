package io.corpusattention.job.report;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.report.SentenceFigure;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scala.Tuple2;

/**
 * Chosen sentences with their weights: ids in; pictures out, with notes on sentences that are too
 * large for a page.
 *
 * @param figures the pictures in the order of the ids
 */
record SentencePictures(List<SentenceFigure> figures, List<String> notes) {
  /** The maximum number of tokens, and of queries, in a sentence that is drawn. */
  static final int MOST_TOKENS = 512;

  /** The maximum number of weights on a page. Each takes 4/3 bytes, or less if it compresses. */
  private static final long MOST_WEIGHTS = 16_000_000;

  private static final Comparator<AttentionRow> BY_PLACE =
      Comparator.<AttentionRow>comparingInt(row -> row.layer() == null ? 0 : row.layer())
          .thenComparingInt(AttentionRow::queryStart);

  /** The size of a sentence. */
  private record Size(int tokens, int queries) implements Serializable {
    static Size of(AttentionRow row) {
      return new Size(row.numTokens(), row.queryStart() + row.numQueries());
    }

    Size joined(Size tile) {
      return new Size(Math.max(tokens, tile.tokens), Math.max(queries, tile.queries));
    }

    boolean tooLong() {
      return tokens > MOST_TOKENS || queries > MOST_TOKENS;
    }
  }

  /**
   * Loads sentences.
   *
   * @param word the word to select in the sentences that contain it; null for none
   * @throws BadSettingException if the table has no sentence with an id, or if the rows of an id
   *     are not the tiles of one sentence
   */
  static SentencePictures of(AttentionTable table, List<String> ids, String word) {
    if (ids.isEmpty()) {
      return new SentencePictures(List.of(), List.of());
    }
    Set<String> wanted = new HashSet<>(ids);
    // Reads only the sizes first, so that large sentences never reach the driver.
    Map<String, Size> sizes =
        table
            .rows(List.of(), List.of())
            .filter(row -> wanted.contains(row.id().toString()))
            .mapToPair(row -> new Tuple2<>(row.id().toString(), Size.of(row)))
            .reduceByKey(Size::joined)
            .collectAsMap();
    List<String> missing = ids.stream().filter(id -> !sizes.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      throw Setting.IDS
          .of(String.join(",", missing))
          .bad("the table has no such sentence; ids are those of its column " + table.idColumn());
    }
    List<String> notes = new ArrayList<>();
    List<String> drawn =
        fitting(ids, sizes, table.heads() * Math.max(1, table.layers().size()), notes);
    Set<String> loaded = new HashSet<>(drawn); // with all their layers
    List<AttentionRow> rows =
        table
            .rows(WordIds.columns(table), SentenceTiles.LISTS)
            .filter(row -> loaded.contains(row.id().toString()))
            .collect();
    List<SentenceFigure> figures = new ArrayList<>();
    for (String id : drawn) {
      List<AttentionRow> tiles =
          rows.stream().filter(row -> row.id().toString().equals(id)).sorted(BY_PLACE).toList();
      figures.add(SentenceTiles.joined(table, tiles, word));
    }
    return new SentencePictures(figures, notes);
  }

  private static List<String> fitting(
      List<String> ids, Map<String, Size> sizes, int heads, List<String> notes) {
    List<String> fitting = new ArrayList<>();
    long weights = 0;
    for (String id : ids) {
      Size size = sizes.get(id);
      if (size.tooLong()) {
        notes.add(
            "Sentence "
                + id
                + " has more than "
                + MOST_TOKENS
                + (size.tokens() > MOST_TOKENS ? " tokens" : " queries")
                + ", which is too long to be drawn.");
        continue;
      }
      long more = (long) heads * size.queries() * size.tokens();
      if (weights + more > MOST_WEIGHTS) {
        notes.add(
            "Sentence "
                + id
                + " is left out: its weights would make the page too large. Show fewer sentences.");
        continue;
      }
      weights += more;
      fitting.add(id);
    }
    return fitting;
  }
}
