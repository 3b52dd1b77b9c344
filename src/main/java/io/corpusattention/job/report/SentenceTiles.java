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

/** Joins the rows of a sentence into one picture. */
final class SentenceTiles {
  /** The columns of keys and weights that are read. */
  static final List<String> LISTS =
      List.of(
          AttentionTableSchema.ATTENTION,
          AttentionTableSchema.ATTENTION_KEYS,
          AttentionTableSchema.ATTENTION_WEIGHTS);

  private SentenceTiles() {}

  /**
   * Joins the rows of a sentence.
   *
   * @param tiles the rows, at least one, with the column of {@link WordIds#columns}, sorted by
   *     layer and then by query
   * @param word the word to select if the sentence contains it; null for none
   * @throws BadSettingException if the rows are not the tiles of one sentence
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
   * Returns the weights of a row, [heads, numQueries, numTokens]. Weights that a top-k table did
   * not keep are 0.
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

  /** Returns the tokens, or numbered names if there are no tokens. */
  private static List<String> names(String[] tokens, int count, String kind) {
    if (tokens != null && tokens.length == count) {
      return List.of(tokens);
    }
    return IntStream.rangeClosed(1, count).mapToObj(i -> kind + i).toList();
  }

  /**
   * Checks that each tile of a layer begins where the previous tile ends, and that all layers end
   * at the same query. Returns the number of queries.
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
