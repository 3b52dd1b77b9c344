package io.corpusattention.encoder;

import io.corpusattention.attention.Alignment;
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
 * and V of the layers that are kept, which takes less memory than to hold the distributions. A
 * single layer hands out its tiles at once.
 *
 * <p>A sentence's bits depend on nothing but its own embeddings, the layers and the configuration.
 */
public final class EncoderStep {
  /** A row that is never cut: within a layer, a sentence's context vectors come at once. */
  private static final long WHOLE = 1L << 30;

  private final List<EncoderLayer> layers;
  private final List<Integer> kept;
  private final List<AttentionStep> attentions = new ArrayList<>(); // empty for a layer alone
  private final AttentionStep output;
  private final int contextWidth;
  private final BlockStep blocks;
  private final Contexts contexts = new Contexts();
  private long projectionNanos;

  // Scratch, grown as batches ask for it.
  private float[] passing = {}; // Q, K and V of a layer that is not kept
  private final List<float[]> keptProjections = new ArrayList<>();

  /**
   * @param config heads and pattern of all layers, and what is kept of the attention of each
   * @param queries where those of a layer alone come from; a stack's are its own tokens
   * @throws IllegalArgumentException where a stack should draw its keys at random
   */
  public EncoderStep(EncoderStack stack, AttentionConfig config, Queries queries, Kernel kernel) {
    this.layers = stack.layers();
    this.kept = stack.kept();
    this.output = new AttentionStep(stack.first(), config, queries, kernel);
    this.contextWidth = AttentionShape.of(stack.first(), config, queries).contextWidth();
    this.blocks = new BlockStep(kernel);
    if (layers.size() > 1) {
      if (config.alignment() instanceof Alignment.Sample) {
        throw new IllegalArgumentException("draws are for a layer alone");
      }
      AttentionConfig within =
          config.keeping(new AttentionOutput.None(), ContextOutput.TOKENS, WHOLE);
      for (EncoderLayer layer : layers) {
        attentions.add(new AttentionStep(layer.attention(), within, queries, kernel));
      }
      kept.forEach(layer -> keptProjections.add(new float[0]));
    }
  }

  /** An empty batch for this step. */
  public SentenceBatch newBatch() {
    return output.newBatch();
  }

  /** The longest sentence that fits the arrays of a Java virtual machine. */
  public int maxTokens() {
    return output.maxTokens();
  }

  /** The most queries that a sentence may bring. */
  public int maxQueries() {
    return output.maxQueries();
  }

  /** The values of a layer alone, see {@link AttentionStep#values}. */
  public float[] values(float[] to) {
    return output.values(to);
  }

  /** Nanoseconds spent so far on products with W_q, W_k and W_v. */
  public long projectionNanos() {
    return projectionNanos + output.projectionNanos();
  }

  /**
   * Computes every sentence of a batch, in order. Where there are several layers, the batch's
   * embeddings are overwritten.
   */
  public void run(SentenceBatch batch, AttentionStep.Sink sink) throws IOException {
    if (layers.size() == 1) {
      output.run(batch, sink);
      return;
    }
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
        output.attend(
            sentence,
            kept.get(i),
            keptProjections.get(i),
            batch.start(sentence),
            batch.tokens(sentence),
            sink);
      }
    }
  }

  private void computeLayer(int layer, SentenceBatch batch) throws IOException {
    AttentionStep attention = attentions.get(layer);
    boolean last = layer + 1 == layers.size();
    float[] projected = project(layer, batch);
    contexts.layer = layer;
    for (int sentence = 0; sentence < batch.size(); sentence++) {
      int start = batch.start(sentence);
      int n = batch.tokens(sentence);
      // Nobody asks for the context vectors of the last layer, but whether they are finite.
      if (contexts.failures[sentence] == null
          && (!last || attention.mayOverflow(projected, start, n))) {
        attention.attend(sentence, layer, projected, start, n, contexts);
      }
    }
    if (!last) {
      blocks.run(layers.get(layer).after(), contexts.values, batch.tokens(), batch.embeddings());
    }
  }

  private float[] project(int layer, SentenceBatch batch) {
    long start = System.nanoTime();
    int at = kept.indexOf(layer);
    float[] to = at < 0 ? passing : keptProjections.get(at);
    float[] projected = attentions.get(layer).project(batch.embeddings(), batch.tokens(), to);
    if (at < 0) {
      passing = projected;
    } else {
      keptProjections.set(at, projected);
    }
    projectionNanos += System.nanoTime() - start;
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
}
