package io.corpusattention.job.report;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.report.SentenceFigure;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import java.util.List;
import java.util.stream.IntStream;

/** Puts the rows of a sentence together as one picture. */
final class SentenceTiles {
  private SentenceTiles() {}

  /**
   * A sentence of its rows.
   *
   * @param tiles in the order of their queries, at least one
   * @throws BadSettingException where they are not the tiles of one sentence
   */
  static SentenceFigure joined(AttentionTable table, List<AttentionRow> tiles) {
    AttentionRow first = tiles.get(0);
    int heads = table.heads();
    int n = first.numTokens();
    int queries = requireOne(table, tiles);
    float[] weights = new float[Math.multiplyExact(heads * queries, n)];
    int start = 0;
    for (AttentionRow tile : tiles) {
      for (int head = 0; head < heads; head++) {
        int to = (head * queries + start) * n;
        if (tile.attention() != null) {
          int length = tile.numQueries() * n;
          System.arraycopy(tile.attention(), head * length, weights, to, length);
        } else {
          scatter(tile, heads, head, weights, to);
        }
      }
      start += tile.numQueries();
    }
    List<String> keys = names(first.tokens(), n, "token ");
    return new SentenceFigure(
        first.id().toString(),
        keys,
        table.selfAttention() ? keys : names(first.queryTokens(), queries, "query "),
        heads,
        first.attention() == null,
        weights);
  }

  /** Puts the weights that a top-k table has kept where they belong; the others are 0. */
  private static void scatter(AttentionRow tile, int heads, int head, float[] weights, int to) {
    int kept = tile.keys().length / (heads * tile.numQueries());
    for (int query = 0; query < tile.numQueries(); query++) {
      int from = (head * tile.numQueries() + query) * kept;
      for (int i = 0; i < kept; i++) {
        weights[to + query * tile.numTokens() + tile.keys()[from + i]] = tile.weights()[from + i];
      }
    }
  }

  /** What has no tokens is numbered. */
  private static List<String> names(String[] tokens, int count, String kind) {
    if (tokens != null && tokens.length == count) {
      return List.of(tokens);
    }
    return IntStream.rangeClosed(1, count).mapToObj(i -> kind + i).toList();
  }

  /** Each tile begins where the one before it ends. The number of all queries. */
  private static int requireOne(AttentionTable table, List<AttentionRow> tiles) {
    AttentionRow first = tiles.get(0);
    int end = 0;
    boolean one = true;
    for (AttentionRow tile : tiles) {
      one &= tile.queryStart() == end && tile.numTokens() == first.numTokens();
      end += tile.numQueries();
    }
    if (!one || (table.selfAttention() && end != first.numTokens())) {
      throw table
          .source()
          .given()
          .bad(
              "the rows of sentence "
                  + first.id()
                  + " are not the parts of one sentence; ids must be unique in all of the table: give one run, or write the table again with unique ids");
    }
    return end;
  }
}
