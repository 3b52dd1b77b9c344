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
import io.corpusattention.attention.RowLayout;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.math.Kernel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes a stack of layers for batches of sentences, one batch at a time, on one thread.
 *
 * <p>First it computes all layers, one layer at a time for the whole batch, without any output. So
 * if a sentence overflows in a late layer, the sink gets none of its tiles from earlier layers.
 * Then it passes the tiles of each sentence to the sink, layer by layer. If the tiles of a batch
 * take no more memory than Q, K and V, they are held until then. Otherwise they are computed again
 * from Q, K and V of the kept layers. The same holds for mean context vectors and for sentences
 * that are split into tiles. A stack with only attention passes on its tiles immediately.
 *
 * <p>The bits of a sentence's results depend only on its embeddings, the layers and the
 * configuration.
 */
public final class EncoderStep {
  /** Receives the results, one sentence after another. */
  public interface Sink extends AttentionStep.Sink {
    /** Called before each layer of a batch with several layers. May throw to end the work. */
    default void beforeLayer() {}

    /**
     * Receives the hidden states that are kept of a sentence, after its tiles.
     *
     * @param values [n, d_model] or [d_model]; valid only during the call
     * @param count the number of values
     */
    void hidden(int sentence, float[] values, int count) throws IOException;
  }

  /**
   * A row size that is never exceeded, so that a sentence's context vectors within a layer come in
   * one tile.
   */
  private static final long WHOLE = 1L << 30;

  private final List<EncoderLayer> layers;
  private final List<Integer> kept;
  private final float[] factors; // the factor of each layer's scores
  private final AttentionConfig config;
  private final AttentionConfig withTokens; // the configuration of both
  private final AttentionShape shape;
  private final AttentionStep within; // for the next layer; null if there is only attention
  private final AttentionStep both; // for the next layer and the output
  private final AttentionStep output; // for the output
  private final int width; // d_model
  private final BlockStep blocks;
  private final HiddenStep hidden; // null if no hidden states are kept
  private final LayerNorm last;
  private final Kernel kernel;
  private final LayerContexts contexts;
  private long projectionNanos;

  // Scratch arrays, which grow as batches need.
  private float[] unkept = {}; // Q, K and V of a layer whose projections are not kept
  private final List<float[]> keptProjections = new ArrayList<>();
  private final LayerInputs inputs; // null if the stack is not open
  private AttentionTile[][] held = {}; // [kept][sentence], if all are held
  private boolean allHeld;

  /**
   * @param config the heads and mask of all layers, and which part of each layer's attention is
   *     kept
   * @param queries where the queries of a single layer come from; a stack of several uses its own
   *     tokens
   * @throws IllegalArgumentException if a stack with blocks is to draw keys at random
   */
  public EncoderStep(EncoderStack stack, AttentionConfig config, Queries queries, Kernel kernel) {
    this.layers = stack.layers();
    this.kept = config.keepsSomething() ? stack.kept() : List.of();
    this.last = stack.last();
    this.kernel = kernel;
    this.output = new AttentionStep(stack.first(), config, queries, kernel);
    this.config = config;
    this.shape = AttentionShape.of(stack.first(), config, queries);
    this.width = shape.modelWidth();
    this.inputs = stack.open() ? new LayerInputs(kept.size(), width) : null;
    this.contexts =
        new LayerContexts(shape.contextWidth(), config.context() == ContextOutput.TOKENS);
    this.blocks = new BlockStep(kernel);
    this.hidden = stack.hidden().kept() ? new HiddenStep(stack.hidden(), shape.modelWidth()) : null;
    this.factors = new float[layers.size()];
    if (layers.get(0).block() == null) {
      within = null;
      both = null;
      withTokens = null;
      return;
    }
    if (config.alignment() instanceof Alignment.Sample) {
      throw new IllegalArgumentException("draws are for a layer alone");
    }
    this.within =
        new AttentionStep(
            stack.first(),
            config.keeping(new AttentionOutput.None(), ContextOutput.TOKENS, WHOLE),
            queries,
            kernel);
    this.withTokens = config.keeping(config.attention(), ContextOutput.TOKENS, WHOLE);
    this.both = new AttentionStep(stack.first(), withTokens, queries, kernel);
    for (int layer = 0; layer < factors.length; layer++) {
      Double scale = layers.get(layer).scale();
      factors[layer] = (scale == null ? config : config.withScale(scale)).factor(shape.keyWidth());
    }
    kept.forEach(layer -> keptProjections.add(new float[0]));
  }

  /** Returns an empty batch for this step. */
  public SentenceBatch newBatch() {
    return output.newBatch();
  }

  /** Returns the length of the longest sentence that fits into Java arrays, in tokens. */
  public int maxTokens() {
    return output.maxTokens();
  }

  /** Returns the maximum number of queries of a sentence. */
  public int maxQueries() {
    return output.maxQueries();
  }

  /**
   * Returns the values of the sentence and layer whose tile the sink is receiving, see {@link
   * AttentionStep#values}. The stack must be open or a single layer.
   */
  public float[] values(float[] to) {
    return output.values(to);
  }

  /**
   * Returns the input of the layer whose tile the sink is receiving: [n, d_model]. The stack must
   * be open.
   *
   * @param to the array to fill; if it is too short, a new one is returned
   */
  public float[] input(float[] to) {
    return inputs.given(to);
  }

  /** Returns the nanoseconds spent so far on products with W_q, W_k and W_v. */
  public long projectionNanos() {
    return projectionNanos + output.projectionNanos();
  }

  /**
   * Computes every sentence of a batch, in order. Overwrites the batch's embeddings if there is
   * more than attention.
   */
  public void run(SentenceBatch batch, Sink sink) throws IOException {
    if (within == null) {
      output.run(batch, sink);
      return;
    }
    contexts.start(batch);
    held = new AttentionTile[kept.size()][batch.size()];
    allHeld =
        inputs == null && IntStream.range(0, batch.size()).allMatch(i -> canHold(batch.tokens(i)));
    for (int layer = 0; layer < layers.size(); layer++) {
      sink.beforeLayer();
      computeLayer(layer, batch);
    }
    if (hidden != null) {
      finish(batch);
    }
    for (int sentence = 0; sentence < batch.size(); sentence++) {
      String failure = contexts.failures[sentence];
      if (failure != null) {
        sink.reject(sentence, RejectReason.OVERFLOW, failure);
        continue;
      }
      for (int i = 0; i < kept.size(); i++) {
        if (held[i][sentence] != null) {
          sink.accept(held[i][sentence]);
          held[i][sentence] = null;
          continue;
        }
        int layer = kept.get(i);
        if (inputs != null) {
          inputs.give(i, sentence);
        }
        output.attend(
            sentence, layer, projected(layer, keptProjections.get(i), batch, sentence), sink);
      }
      if (hidden != null) {
        int start = batch.start(sentence) * width;
        int count = hidden.make(batch.embeddings(), start, batch.tokens(sentence));
        sink.hidden(sentence, hidden.values(), count);
      }
    }
  }

  /** Applies the LayerNorm after the last layer, and checks that hidden states are finite. */
  private void finish(SentenceBatch batch) {
    if (last != null) {
      last.apply(kernel, batch.embeddings(), 0, batch.tokens());
    }
    for (int sentence = 0; sentence < batch.size(); sentence++) {
      int from = batch.start(sentence) * width;
      int to = from + batch.tokens(sentence) * width;
      if (contexts.failures[sentence] == null && !kernel.allFinite(batch.embeddings(), from, to)) {
        contexts.failures[sentence] = "a hidden state overflows float32";
      }
    }
  }

  private void computeLayer(int layer, SentenceBatch batch) throws IOException {
    // If nothing needs the context vectors of the last layer, only check whether they are finite.
    boolean passing = layer + 1 < layers.size() || hidden != null;
    int at = kept.indexOf(layer);
    boolean keeps = at >= 0 && (!passing || !allHeld);
    if (inputs != null && at >= 0) {
      inputs.keep(at, batch);
    }
    float[] x = blocks.attended(layers.get(layer).block(), batch.embeddings(), batch.tokens());
    boolean values = passing || valuesMatter(layer, x, batch.tokens());
    float[] tokens =
        project(layer, x, batch.tokens(), values, keeps ? keptProjections.get(at) : unkept);
    if (keeps) {
      keptProjections.set(at, tokens);
    } else {
      unkept = tokens;
    }
    contexts.layer = layer;
    contexts.held = at >= 0 && !keeps ? held[at] : null;
    for (int sentence = 0; sentence < batch.size(); sentence++) {
      if (contexts.failures[sentence] != null) {
        continue;
      }
      AttentionStep.Projected projected = projected(layer, tokens, batch, sentence);
      if (contexts.held != null) {
        both.attend(sentence, layer, projected, contexts);
      } else if (passing || (values && within.mayOverflow(projected))) {
        within.attend(sentence, layer, projected, contexts);
      }
    }
    if (passing) {
      blocks.run(layers.get(layer).block(), contexts.values, batch.tokens(), batch.embeddings());
    }
  }

  /** Returns whether V of the last layer is part of the output or may overflow. */
  private boolean valuesMatter(int layer, float[] x, int tokens) {
    return inputs != null
        || config.context() != ContextOutput.NONE
        || !within.valuesAreFinite(layers.get(layer).attention(), x, tokens);
  }

  private AttentionStep.Projected projected(
      int layer, float[] tokens, SentenceBatch batch, int sentence) {
    return new AttentionStep.Projected(
        tokens, batch.start(sentence), batch.tokens(sentence), factors[layer]);
  }

  /**
   * Returns whether a sentence of n tokens has only one tile, which takes no more memory than its
   * Q, K and V.
   */
  private boolean canHold(int n) {
    RowLayout row = RowLayout.of(shape, config, n);
    long bytes = row.bytes(n, config.maxRowBytes());
    long projected = 4L * n * (shape.queryColumns() + shape.keyValueColumns());
    return config.context() != ContextOutput.MEAN
        && row.queriesPerTile(n, config.maxRowBytes()) == n
        && RowLayout.of(shape, withTokens, n).queriesPerTile(n, WHOLE) == n
        && bytes <= projected;
  }

  private float[] project(int layer, float[] x, int tokens, boolean values, float[] to) {
    long start = System.nanoTime();
    float[] projected = within.project(layers.get(layer).attention(), x, tokens, values, to);
    projectionNanos += System.nanoTime() - start;
    return projected;
  }
}
