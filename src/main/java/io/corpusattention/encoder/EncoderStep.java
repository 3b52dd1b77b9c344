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
 * Computes a stack of layers for batches of sentences, one batch after the other, on one thread.
 *
 * <p>First all layers are computed, a layer for the whole batch at a time, and nothing leaves; so a
 * sentence that has no finite numbers in a late layer leaves no tile of an early one. Then the
 * tiles of each sentence leave, layer after layer. Where the tiles of a batch take no more memory
 * than Q, K and V, they are held until then. Else they are computed once more, of the Q, K and V of
 * the layers that are kept; so are those with mean context vectors, and cut sentences. Attention
 * alone hands out its tiles at once.
 *
 * <p>A sentence's bits depend on nothing but its own embeddings, the layers and the configuration.
 */
public final class EncoderStep {
  /** Receives what is computed, sentence after sentence. */
  public interface Sink extends AttentionStep.Sink {
    /**
     * What is kept of a sentence's hidden states, after its tiles.
     *
     * @param values [n, d_model] or [d_model]; valid during the call only
     * @param count numbers in it
     */
    void hidden(int sentence, float[] values, int count) throws IOException;
  }

  /** A row that is never cut: within a layer, a sentence's context vectors come at once. */
  private static final long WHOLE = 1L << 30;

  private final List<EncoderLayer> layers;
  private final List<Integer> kept;
  private final float[] factors; // of the scores of each layer
  private final AttentionConfig config;
  private final AttentionConfig withTokens; // what both keeps
  private final AttentionShape shape;
  private final AttentionStep within; // for the next layer; null where attention is all there is
  private final AttentionStep both; // for the next layer and what is kept
  private final AttentionStep output; // for what is kept
  private final int width; // d_model
  private final int contextWidth;
  private final BlockStep blocks;
  private final HiddenStep hidden; // null where nothing is kept of hidden states
  private final LayerNorm last;
  private final Kernel kernel;
  private final Contexts contexts = new Contexts();
  private long projectionNanos;

  // Scratch, grown as batches ask for it.
  private float[] unkept = {}; // Q, K and V of a layer of which they are not held
  private final List<float[]> keptProjections = new ArrayList<>();
  private final LayerInputs inputs; // null where they are not open
  private AttentionTile[][] held = {}; // [kept][sentence], where all are held
  private boolean allHeld;

  /**
   * @param config heads and pattern of all layers, and what is kept of the attention of each
   * @param queries where those of a layer alone come from; a stack's are its own tokens
   * @throws IllegalArgumentException where a stack should draw its keys at random
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
    this.contextWidth = shape.contextWidth();
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

  /**
   * The values of the sentence and layer whose tile the sink is given, see {@link
   * AttentionStep#values}; of a stack that is open, or of a layer alone.
   */
  public float[] values(float[] to) {
    return output.values(to);
  }

  /**
   * What enters the layer whose tile the sink is given, of a stack that is open: [n, d_model].
   *
   * @param to receives it; where it is too short, a longer array does
   */
  public float[] input(float[] to) {
    return inputs.given(to);
  }

  /** Nanoseconds spent so far on products with W_q, W_k and W_v. */
  public long projectionNanos() {
    return projectionNanos + output.projectionNanos();
  }

  /**
   * Computes every sentence of a batch, in order. Where there is more than attention, the batch's
   * embeddings are overwritten.
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

  /** The model's end, behind the last layer. */
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
    // Where nobody asks for the context vectors of the last layer, only whether they are finite.
    boolean passing = layer + 1 < layers.size() || hidden != null;
    int at = kept.indexOf(layer);
    boolean keeps = at >= 0 && (!passing || !allHeld);
    if (inputs != null && at >= 0) {
      inputs.keep(at, batch);
    }
    float[] tokens = project(layer, batch, keeps ? keptProjections.get(at) : unkept);
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
      } else if (passing || within.mayOverflow(projected)) {
        within.attend(sentence, layer, projected, contexts);
      }
    }
    if (passing) {
      blocks.run(layers.get(layer).block(), contexts.values, batch.tokens(), batch.embeddings());
    }
  }

  private AttentionStep.Projected projected(
      int layer, float[] tokens, SentenceBatch batch, int sentence) {
    return new AttentionStep.Projected(
        tokens, batch.start(sentence), batch.tokens(sentence), factors[layer]);
  }

  /** Whether the tile of a sentence of n tokens is one and takes no more than its Q, K and V. */
  private boolean canHold(int n) {
    RowLayout row = RowLayout.of(shape, config, n);
    long bytes = row.bytes(n, config.maxRowBytes());
    long projected = 4L * n * (shape.queryColumns() + shape.keyValueColumns());
    return config.context() != ContextOutput.MEAN
        && row.queriesPerTile(n, config.maxRowBytes()) == n
        && RowLayout.of(shape, withTokens, n).queriesPerTile(n, WHOLE) == n
        && bytes <= projected;
  }

  private float[] project(int layer, SentenceBatch batch, float[] to) {
    long start = System.nanoTime();
    EncoderLayer weights = layers.get(layer);
    float[] x = blocks.attended(weights.block(), batch.embeddings(), batch.tokens());
    float[] projected = within.project(weights.attention(), x, batch.tokens(), to);
    projectionNanos += System.nanoTime() - start;
    return projected;
  }

  /** Gathers the context vectors of a layer, tiles to hold, and what has failed so far. */
  private final class Contexts implements AttentionStep.Sink {
    private SentenceBatch batch;
    private int layer;
    private float[] values = {}; // [tokens, heads · d_v]
    private String[] failures = {};
    private AttentionTile[] held; // of the layer, by sentence; null where none is to be held

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
      if (held != null) {
        held[tile.sentence()] = tile.copy(config.context() == ContextOutput.TOKENS);
      }
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) {
      failures[sentence] = "in layer " + layer + ", " + detail;
    }
  }
}
