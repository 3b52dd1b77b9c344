package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.corpus.AttentionLoop;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A sentence and its heaviest links, which show which word attends most to which other word.
 *
 * @param links the links, heaviest first
 */
public record SentenceLinks(List<String> tokens, List<Link> links) {
  /** The number of links shown for a sentence. */
  private static final int LINKS = 3;

  /** A word that attends to another word with a weight in one head. */
  public record Link(String query, String key, float weight, int head) {}

  /** Computes the links of up to the given number of sentences, on this machine. */
  static List<SentenceLinks> of(List<RawRow> rows, int sentences, AttentionPlan plan)
      throws IOException {
    AttentionConfig config = plan.config();
    AttentionConfig full =
        config.keeping(
            new AttentionOutput.Full(), ContextOutput.NONE, AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    CorpusSchema schema = plan.schema();
    Collector collector = new Collector(plan.selfAttention(), config.heads(), new ArrayList<>());
    AttentionLoop<Words> loop = new AttentionLoop<>(plan.with(full), collector);
    for (RawRow row : rows) {
      if (collector.found().size() < sentences) {
        List<String> keys = words(row, schema.tokensOrdinal());
        List<String> asking =
            plan.selfAttention()
                ? keys
                : schema.hasQueryTokens()
                    ? words(row, schema.queryTokensOrdinal())
                    : plan.queryTokens();
        loop.take(row, new Words(asking, keys));
        loop.flush();
      }
    }
    return collector.found();
  }

  /** Returns the words of a row, or null if it has none. */
  private static List<String> words(RawRow row, int ordinal) {
    return row.isNull(ordinal) ? null : Arrays.asList(row.strings(ordinal));
  }

  /**
   * The words of a sentence.
   *
   * @param queries the words of its queries, or null
   */
  private record Words(List<String> queries, List<String> keys) {}

  /**
   * Collects the heaviest links of a sentence's first tile, which is all of it unless it is cut.
   */
  private record Collector(boolean self, int heads, List<SentenceLinks> found)
      implements BatchLoop.Sink<Words> {
    @Override
    public void accept(Words words, AttentionTile tile) {
      if (tile.queryStart() > 0) {
        return;
      }
      int n = tile.numTokens();
      int m = tile.numQueries();
      List<Link> links = new ArrayList<>();
      for (int head = 0; head < heads; head++) {
        for (int query = 0; query < m; query++) {
          for (int key = 0; key < n; key++) {
            float weight = tile.attention()[(head * m + query) * n + key];
            if (!(self && query == key) && weight > lightest(links)) {
              String asking =
                  words.queries() == null ? "query " + query : words.queries().get(query);
              links.add(new Link(asking, words.keys().get(key), weight, head));
              links.sort(Comparator.comparingDouble(link -> -link.weight()));
              links.subList(Math.min(LINKS, links.size()), links.size()).clear();
            }
          }
        }
      }
      found.add(new SentenceLinks(words.keys(), List.copyOf(links)));
    }

    /** Returns the weight that a link must exceed to be among the heaviest. */
    private static float lightest(List<Link> links) {
      return links.size() < LINKS ? 0 : links.get(LINKS - 1).weight();
    }

    @Override
    public void reject(Words words, Rejection rejection) {
      // A rejected sentence has no links to show; the job itself reports it.
    }
  }
}
