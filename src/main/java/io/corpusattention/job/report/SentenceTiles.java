package io.corpusattention.job.report;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.report.SentenceFigure;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.AttentionTableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Puts the rows of a sentence together as one picture. */
final class SentenceTiles {
  /** The columns of numbers that are read of a row. */
  static final List<String> LISTS =
      List.of(
          AttentionTableSchema.ATTENTION,
          AttentionTableSchema.ATTENTION_KEYS,
          AttentionTableSchema.ATTENTION_WEIGHTS);

  private SentenceTiles() {}

  /**
   * A sentence of its rows.
   *
   * @param tiles with the column of {@link WordIds#columns}; by their layers, and in each in the
   *     order of their queries; at least one
   * @param word that is held, if the sentence has it; null for none
   * @throws BadSettingException where they are not the tiles of one sentence
   */
  static SentenceFigure joined(AttentionTable table, List<AttentionRow> tiles, String word) {
    AttentionRow first = tiles.get(0);
    int layers = Math.max(1, table.layers().size());
    int heads = table.heads();
    int n = first.numTokens();
    int queries = requireOne(table, tiles, layers);
    float[] weights = new float[Math.multiplyExact(Math.multiplyExact(layers, heads) * queries, n)];
    int layer = -1;
    for (AttentionRow tile : tiles) {
      layer += tile.queryStart() == 0 ? 1 : 0;
      float[] ofTile = weights(tile, heads);
      int length = tile.numQueries() * n;
      for (int head = 0; head < heads; head++) {
        int to = ((layer * heads + head) * queries + tile.queryStart()) * n;
        System.arraycopy(ofTile, head * length, weights, to, length);
      }
    }
    List<String> keys = names(first.tokens(), n, "token ");
    Words words =
        first.tokens() == null ? Words.of(keys.toArray(String[]::new), null) : WordIds.of(first);
    HeldQuery held = new HeldQuery(words, table.selfAttention(), layers * heads, queries);
    return new SentenceFigure(
        first.id().toString(),
        keys,
        table.selfAttention() ? keys : names(first.queryTokens(), queries, "query "),
        List.of(words.words()),
        Arrays.stream(words.wordOf()).boxed().toList(),
        first.attention() == null,
        held.of(weights, word),
        null,
        layers * heads,
        weights);
  }

  /**
   * The weights of a row, [heads, numQueries, numTokens]; those that a top-k table has not kept are
   * 0.
   */
  static float[] weights(AttentionRow row, int heads) {
    if (row.attention() != null) {
      return row.attention();
    }
    int n = row.numTokens();
    int distributions = heads * row.numQueries();
    int kept = row.keys().length / distributions;
    float[] weights = new float[Math.multiplyExact(distributions, n)];
    for (int i = 0; i < row.keys().length; i++) {
      weights[i / kept * n + row.keys()[i]] = row.weights()[i];
    }
    return weights;
  }

  /** What has no tokens is numbered. */
  private static List<String> names(String[] tokens, int count, String kind) {
    if (tokens != null && tokens.length == count) {
      return List.of(tokens);
    }
    return IntStream.rangeClosed(1, count).mapToObj(i -> kind + i).toList();
  }

  /**
   * In each layer each tile begins where the one before it ends, and each layer ends at the same
   * query. The number of all queries.
   */
  private static int requireOne(AttentionTable table, List<AttentionRow> tiles, int layers) {
    AttentionRow first = tiles.get(0);
    int all = 0;
    int found = 0;
    boolean one = true;
    for (int i = 0; i < tiles.size(); i++) {
      AttentionRow tile = tiles.get(i);
      AttentionRow before = i == 0 ? null : tiles.get(i - 1);
      boolean sameLayer = before != null && Objects.equals(before.layer(), tile.layer());
      int begin = sameLayer ? before.queryStart() + before.numQueries() : 0;
      one &= tile.queryStart() == begin && tile.numTokens() == first.numTokens();
      if (!sameLayer) {
        found++;
      }
      AttentionRow next = i + 1 < tiles.size() ? tiles.get(i + 1) : null;
      if (next == null || !Objects.equals(tile.layer(), next.layer())) {
        int end = tile.queryStart() + tile.numQueries();
        one &= found == 1 || end == all;
        all = end;
      }
    }
    if (!one || found != layers || (table.selfAttention() && all != first.numTokens())) {
      throw table
          .source()
          .given()
          .bad(
              "the rows of sentence "
                  + first.id()
                  + " are not the parts of one sentence; ids must be unique in all of the table: give one run, or write the table again with unique ids");
    }
    return all;
  }
}
