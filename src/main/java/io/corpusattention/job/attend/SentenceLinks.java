package io.corpusattention.job.attend;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.attention.TileSink;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.SentenceDecoder;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * A sentence and its heaviest links: which word attends most to which other.
 *
 * @param links heaviest first
 */
public record SentenceLinks(List<String> tokens, List<Link> links) {
  /** Links shown for a sentence. */
  private static final int LINKS = 3;

  /** A word that attends to another one with this weight, in one head. */
  public record Link(String query, String key, float weight, int head) {}

  /**
   * Computes the links of up to so many sentences, on this machine.
   *
   * @param positions whether to add sinusoidal positions to the sentences' embeddings
   */
  static List<SentenceLinks> of(
      List<InternalRow> rows,
      int sentences,
      CorpusSchema schema,
      ProjectionWeights weights,
      AttentionConfig config,
      AttendQueries queries,
      boolean positions)
      throws IOException {
    AttentionConfig full =
        new AttentionConfig(
            config.heads(),
            config.kvHeads(),
            config.mask(),
            config.scale(),
            config.temperature(),
            config.alignment(),
            new AttentionOutput.Full(),
            ContextOutput.NONE,
            AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    Kernel kernel = Kernels.get();
    AttentionShape shape = AttentionShape.of(weights, full, queries.queries());
    AttentionStep step = new AttentionStep(weights, full, queries.queries(), kernel);
    boolean keyed = config.alignment() instanceof Alignment.Sample;
    SentenceDecoder decoder = new SentenceDecoder(schema, shape, step, keyed, positions, kernel);
    List<SentenceLinks> found = new ArrayList<>();
    for (InternalRow row : rows) {
      SentenceBatch batch = step.newBatch(1);
      if (found.size() < sentences
          && decoder.inspect(row) == null
          && decoder.append(row, batch) == null) {
        List<String> keys = words(row, schema.tokensOrdinal());
        List<String> asking =
            queries.self()
                ? keys
                : schema.hasQueryTokens()
                    ? words(row, schema.queryTokensOrdinal())
                    : queries.tokens();
        step.run(batch, new Collector(asking, keys, queries.self(), config.heads(), found));
      }
    }
    return found;
  }

  /** The words of a row, or null where it has none. */
  private static List<String> words(InternalRow row, int ordinal) {
    if (row.isNullAt(ordinal)) {
      return null;
    }
    ArrayData tokens = row.getArray(ordinal);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < tokens.numElements(); i++) {
      words.add(tokens.getUTF8String(i).toString());
    }
    return words;
  }

  /**
   * Takes the heaviest links of a sentence's first tile, which is all of it but where queries are
   * many.
   *
   * @param queries their words, or null
   */
  private record Collector(
      List<String> queries, List<String> keys, boolean self, int heads, List<SentenceLinks> found)
      implements TileSink {
    @Override
    public void accept(AttentionTile tile) {
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
              String asking = queries == null ? "query " + query : queries.get(query);
              links.add(new Link(asking, keys.get(key), weight, head));
              links.sort(Comparator.comparingDouble(link -> -link.weight()));
              links.subList(Math.min(LINKS, links.size()), links.size()).clear();
            }
          }
        }
      }
      found.add(new SentenceLinks(keys, List.copyOf(links)));
    }

    /** What a link must exceed to be among the heaviest. */
    private static float lightest(List<Link> links) {
      return links.size() < LINKS ? 0 : links.get(LINKS - 1).weight();
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) {
      // A sentence without finite attention has no links to show; the job itself reports it.
    }
  }
}
