package io.corpusattention.job;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
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

  /** Computes the links of up to so many sentences, on this machine. */
  static List<SentenceLinks> of(
      List<InternalRow> rows,
      int sentences,
      CorpusSchema schema,
      ProjectionWeights weights,
      AttentionConfig config,
      int modelWidth)
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
    AttentionStep step = new AttentionStep(weights, full, kernel);
    SentenceDecoder decoder = new SentenceDecoder(schema, modelWidth, step.maxTokens(), kernel);
    List<SentenceLinks> found = new ArrayList<>();
    for (InternalRow row : rows) {
      SentenceBatch batch = new SentenceBatch(modelWidth, 1);
      if (found.size() < sentences
          && decoder.inspect(row) == null
          && decoder.append(row, batch) == null) {
        step.run(batch, new Collector(words(row.getArray(1)), config.heads(), found));
      }
    }
    return found;
  }

  private static List<String> words(ArrayData tokens) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < tokens.numElements(); i++) {
      words.add(tokens.getUTF8String(i).toString());
    }
    return words;
  }

  private record Collector(List<String> words, int heads, List<SentenceLinks> found)
      implements TileSink {
    @Override
    public void accept(AttentionTile tile) {
      int n = tile.numTokens();
      List<Link> links = new ArrayList<>();
      for (int head = 0; head < heads; head++) {
        for (int query = 0; query < n; query++) {
          for (int key = 0; key < n; key++) {
            float weight = tile.attention()[(head * n + query) * n + key];
            if (query != key && weight > 0) {
              links.add(new Link(words.get(query), words.get(key), weight, head));
            }
          }
        }
      }
      links.sort(Comparator.comparingDouble(link -> -link.weight()));
      found.add(
          new SentenceLinks(words, List.copyOf(links.subList(0, Math.min(LINKS, links.size())))));
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) {
      // A sentence without finite attention has no links to show; the job itself reports it.
    }
  }
}
