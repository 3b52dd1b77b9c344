package io.corpusattention.encoder;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.math.Kernel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes a stack of layers for batches of sentences, one batch after the other, on one thread.
 *
 * <p>First all layers are computed, a layer for the whole batch at a time, and nothing leaves; so a
 * sentence that has no finite numbers in a late layer leaves no tile of an early one. Then the
 * tiles of each sentence leave, layer after layer: its attention is computed once more of the Q, K
 * and V of the layers that are kept, which takes less memory than to hold the distributions.
 *
 * <p>A sentence's bits depend on nothing but its own embeddings, the layers and the configuration.
 */
public final class EncoderStep {
  /** Receives what is computed, sentence after sentence. */
  public interface Sink {
    /**
     * One tile; the tiles of a sentence come in the order of its layers, and of their queries.
     *
     * @param tile valid during the call only: its arrays are used again
     */
    void accept(int layer, AttentionTile tile) throws IOException;

    /** A sentence that has no finite result; it comes in place of all its tiles. */
    void reject(int sentence, RejectReason reason, String detail) throws IOException;
  }

  /** A row that is never cut: within a layer, a sentence's context vectors come at once. */
  private static final long WHOLE = 1L << 30;

  private final List<EncoderLayer> layers;
  private final List<Integer> kept;
  private final List<AttentionStep> attentions = new ArrayList<>();
  private final AttentionStep output;
  private final int contextWidth;
  private final BlockStep blocks;
  private final Contexts contexts = new Contexts();

  // Scratch, grown as batches ask for it.
  private float[] passing = {}; // Q, K and V of a layer that is not kept
  private final List<float[]> keptProjections = new ArrayList<>();

  /**
   * @param layers from the first; those behind the last one that is kept are not computed
   * @param config heads and pattern of all layers, and what is kept of the attention of each
   * @param kept the layers whose attention is wanted, from 0, ascending
   */
  public EncoderStep(
      List<EncoderLayer> layers, AttentionConfig config, List<Integer> kept, Kernel kernel) {
    this.layers = List.copyOf(layers.subList(0, kept.get(kept.size() - 1) + 1));
    this.kept = List.copyOf(kept);
    AttentionConfig within =
        config.keeping(new AttentionOutput.None(), ContextOutput.TOKENS, WHOLE);
    for (EncoderLayer layer : this.layers) {
      attentions.add(new AttentionStep(layer.attention(), within, new Queries.Self(), kernel));
    }
    this.output =
        new AttentionStep(this.layers.get(0).attention(), config, new Queries.Self(), kernel);
    this.contextWidth =
        AttentionShape.of(this.layers.get(0).attention(), config, new Queries.Self())
            .contextWidth();
    this.blocks = new BlockStep(kernel);
    kept.forEach(layer -> keptProjections.add(new float[0]));
  }

  /** An empty batch for this step. */
  public SentenceBatch newBatch() {
    return attentions.get(0).newBatch();
  }

  /** Computes every sentence of a batch, in order. The batch's embeddings are overwritten. */
  public void run(SentenceBatch batch, Sink sink) throws IOException {
    contexts.start(batch);
    for (int layer = 0; layer < layers.size(); layer++) {
      computeLayer(layer, batch);
    }
    for (int sentence = 0; sentence < batch.size(); sentence++) {
      String failure = contexts.failures[sentence];
      if (failure != null) {
        sink.reject(sentence, RejectReason.OVERFLOW, failure);
        continue;
      }
      for (int i = 0; i < kept.size(); i++) {
        Output tiles = new Output(kept.get(i), sink);
        output.attend(
            sentence,
            batch.key(sentence),
            keptProjections.get(i),
            batch.start(sentence),
            batch.tokens(sentence),
            tiles);
      }
    }
  }

  private void computeLayer(int layer, SentenceBatch batch) throws IOException {
    AttentionStep attention = attentions.get(layer);
    float[] projected = project(layer, batch);
    contexts.layer = layer;
    for (int sentence = 0; sentence < batch.size(); sentence++) {
      if (contexts.failures[sentence] == null) {
        attention.attend(
            sentence,
            batch.key(sentence),
            projected,
            batch.start(sentence),
            batch.tokens(sentence),
            contexts);
      }
    }
    if (layer + 1 < layers.size()) {
      blocks.run(layers.get(layer).after(), contexts.values, batch.tokens(), batch.embeddings());
    }
  }

  private float[] project(int layer, SentenceBatch batch) {
    int at = kept.indexOf(layer);
    float[] to = at < 0 ? passing : keptProjections.get(at);
    float[] projected = attentions.get(layer).project(batch.embeddings(), batch.tokens(), to);
    if (at < 0) {
      passing = projected;
    } else {
      keptProjections.set(at, projected);
    }
    return projected;
  }

  /** Gathers the context vectors of a layer, and what has failed so far. */
  private final class Contexts implements AttentionStep.Sink {
    private SentenceBatch batch;
    private int layer;
    private float[] values = {}; // [tokens, heads · d_v]
    private String[] failures = {};

    void start(SentenceBatch next) {
      batch = next;
      failures = new String[next.size()];
      int length = Math.multiplyExact(next.tokens(), contextWidth);
      values = values.length >= length ? values : new float[length];
    }

    @Override
    public void accept(AttentionTile tile) {
      int to = (batch.start(tile.sentence()) + tile.queryStart()) * contextWidth;
      System.arraycopy(tile.context(), 0, values, to, tile.contextCount());
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) {
      failures[sentence] = "in layer " + layer + ", " + detail;
    }
  }

  /** Hands on the tiles of a layer that is kept. */
  private record Output(int layer, Sink sink) implements AttentionStep.Sink {
    @Override
    public void accept(AttentionTile tile) throws IOException {
      sink.accept(layer, tile);
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) {
      throw new IllegalStateException(
          "sentence " + sentence + " of layer " + layer + " overflows now, and did not before");
    }
  }
}
