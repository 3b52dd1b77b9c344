package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Linear;
import java.io.IOException;

/**
 * Computes attention for batches of sentences, one batch after the other, on one thread.
 *
 * <p>A batch in, tiles out. All tokens of a batch share one projection product. A sentence's bits
 * depend on nothing but its own embeddings and queries, the weights and the configuration (and its
 * key, where draws are random): each of its numbers is computed by the same chain of operations
 * whatever shares its batch or its tile. The exceptions are attention_received and the mean context
 * vector, which are sums over a tile's queries and so belong to the tile.
 */
public final class AttentionStep {
  /** Receives what is computed, sentence after sentence. */
  public interface Sink {
    /**
     * One tile; the tiles of a sentence come in the order of its layers, and of their queries.
     *
     * @param tile valid during the call only: its arrays are used again
     */
    void accept(AttentionTile tile) throws IOException;

    /** A sentence that has no finite result; it comes in place of all its tiles. */
    void reject(int sentence, RejectReason reason, String detail) throws IOException;
  }

  /** Tokens that share one projection product, unless they are very wide. */
  private static final int BATCH_TOKENS = 768;

  private static final int BATCH_FLOATS = 1 << 22;

  private static final Sink DISCARD =
      new Sink() {
        @Override
        public void accept(AttentionTile tile) {}

        @Override
        public void reject(int sentence, RejectReason reason, String detail) {}
      };

  private final AttentionShape shape;
  private final AttentionConfig config;
  private final Kernel kernel;
  private final float factor;
  private final Projections projections;
  private final ProjectedSentence sentence;
  private final TileStep tiles;

  /** Queries that are the same for every sentence, or null: [numFixed, stride] */
  private final float[] fixedQueries;

  private final int numFixed;

  // Scratch, grown as batches ask for it.
  private float[] projected = {}; // [tokens, stride]
  private float[] projectedQueries = {}; // [queries, stride]
  private long projectionNanos;

  public AttentionStep(
      ProjectionWeights weights, AttentionConfig config, Queries queries, Kernel kernel) {
    this.shape = AttentionShape.of(weights, config, queries);
    this.config = config;
    this.kernel = kernel;
    this.factor = config.factor(shape.keyWidth());
    this.projections = weights.packed(kernel, queries instanceof Queries.Self);
    this.sentence = new ProjectedSentence(shape, kernel);
    this.tiles = new TileStep(shape, config, kernel, sentence);
    if (queries instanceof Queries.Fixed fixed) {
      numFixed = fixed.embeddings().rows();
      fixedQueries = new float[Math.multiplyExact(numFixed, projections.queries().stride())];
      projections
          .queries()
          .apply(
              kernel, fixed.embeddings().values(), 0, shape.queryWidth(), numFixed, fixedQueries);
    } else {
      numFixed = 0;
      fixedQueries = null;
    }
  }

  /** An empty batch for this step, of as many tokens as make a projection product efficient. */
  public SentenceBatch newBatch() {
    int width = Math.max(shape.modelWidth(), shape.queryWidth());
    return newBatch(Math.max(1, Math.min(BATCH_TOKENS, BATCH_FLOATS / width)));
  }

  /** An empty batch for this step. */
  public SentenceBatch newBatch(int targetTokens) {
    boolean own = !projections.self() && fixedQueries == null;
    return new SentenceBatch(shape.modelWidth(), own ? shape.queryWidth() : 0, targetTokens);
  }

  /** The longest sentence that fits the arrays of a Java virtual machine. */
  public int maxTokens() {
    return projections.tokens().maxRows();
  }

  /** The most queries that a sentence may bring. */
  public int maxQueries() {
    return projections.self() ? maxTokens() : projections.queries().maxRows();
  }

  /**
   * V of the sentence whose tile the sink is given: [n, kvHeads · d_v].
   *
   * @param to receives it; where it is too short, a longer array does
   */
  public float[] values(float[] to) {
    int width = shape.kvHeads() * shape.valueWidth();
    int length = Math.multiplyExact(sentence.numTokens, width);
    float[] values = to.length >= length ? to : new float[length];
    for (int token = 0; token < sentence.numTokens; token++) {
      int from = sentence.base + token * sentence.stride + shape.valueColumn(0);
      System.arraycopy(sentence.tokens, from, values, token * width, width);
    }
    return values;
  }

  /** Nanoseconds spent so far on products with W_q, W_k and W_v. */
  public long projectionNanos() {
    return projectionNanos;
  }

  /** Computes every sentence of a batch, in order. */
  public void run(SentenceBatch batch, Sink sink) throws IOException {
    long start = System.nanoTime();
    projected = project(projections.tokens(), batch.embeddings(), batch.tokens(), projected);
    SentenceBatch.TokenRows queries = batch.queryRows();
    if (queries != null) {
      projectedQueries =
          project(projections.queries(), queries.values(), queries.tokens(), projectedQueries);
    }
    projectionNanos += System.nanoTime() - start;
    sentence.factor = factor;
    for (int i = 0; i < batch.size(); i++) {
      sentence.key = batch.key(i);
      takeTokens(projected, batch.start(i), batch.tokens(i));
      if (queries != null) {
        takeQueries(projectedQueries, queries.start(i), queries.tokens(i));
      } else if (fixedQueries != null) {
        takeQueries(fixedQueries, 0, numFixed);
      }
      attend(i, 0, sink);
    }
  }

  /**
   * Projects tokens of self-attention with the weights of a layer, for {@link #attend(int, int,
   * Projected, Sink)}; a stack of layers does so with what the layer before has made of a batch.
   *
   * @param layer weights of the same shape as those of this step
   * @param x [tokens, d_model]
   * @param to receives Q, K and V side by side for each token; where it is too short, a longer
   *     array does
   */
  public float[] project(ProjectionWeights layer, float[] x, int tokens, float[] to) {
    return project(layer.packed(kernel, true).tokens(), x, tokens, to);
  }

  /**
   * A sentence whose tokens a layer has projected.
   *
   * @param tokens what {@link #project(ProjectionWeights, float[], int, float[])} gave
   * @param start its first token there
   * @param n its tokens
   * @param factor of the layer's scores, see {@link AttentionConfig#factor}
   */
  public record Projected(float[] tokens, int start, int n, float factor) {}

  /**
   * Computes one sentence of self-attention.
   *
   * @param index what the sink is told of it
   * @param layer what it is told of the layer
   */
  public void attend(int index, int layer, Projected projected, Sink sink) throws IOException {
    take(projected);
    attend(index, layer, sink);
  }

  /**
   * Whether numbers of a sentence are so large that its scores or context vectors could overflow.
   */
  public boolean mayOverflow(Projected projected) {
    take(projected);
    return sentence.mayOverflow();
  }

  private void take(Projected projected) {
    sentence.factor = projected.factor();
    takeTokens(projected.tokens(), projected.start(), projected.n());
  }

  private float[] project(Linear projection, float[] x, int tokens, float[] to) {
    int length = Math.multiplyExact(tokens, projection.stride());
    float[] grown = to.length >= length ? to : new float[length];
    projection.apply(kernel, x, 0, projection.inputWidth(), tokens, grown);
    return grown;
  }

  private void takeTokens(float[] projectedTokens, int start, int n) {
    int stride = projections.tokens().stride();
    sentence.numTokens = n;
    sentence.tokens = projectedTokens;
    sentence.stride = stride;
    sentence.base = start * stride;
    if (projections.self()) { // Q, K and V stand side by side
      sentence.numQueries = n;
      sentence.queries = projectedTokens;
      sentence.queryStride = stride;
      sentence.queryBase = start * stride;
      sentence.base += shape.queryColumns();
    }
    sentence.pack();
  }

  private void takeQueries(float[] queries, int start, int count) {
    int stride = projections.queries().stride();
    sentence.numQueries = count;
    sentence.queries = queries;
    sentence.queryStride = stride;
    sentence.queryBase = start * stride;
  }

  private void attend(int index, int layer, Sink sink) throws IOException {
    int numQueries = sentence.numQueries;
    int rows =
        RowLayout.of(shape, config, sentence.numTokens)
            .queriesPerTile(numQueries, config.maxRowBytes());
    String failure = null;
    if (rows < numQueries && sentence.mayOverflow()) {
      // Tiles leave one by one; where a late one could fail, none may leave before all are known.
      failure = cut(index, layer, rows, DISCARD);
    }
    if (failure == null) {
      failure = cut(index, layer, rows, sink);
    }
    if (failure != null) {
      sink.reject(index, RejectReason.OVERFLOW, failure);
    }
  }

  /** Computes and hands out all tiles of a sentence; stops and says why where one overflows. */
  private String cut(int index, int layer, int rows, Sink sink) throws IOException {
    for (int query = 0; query < sentence.numQueries; query += rows) {
      String failure = tiles.compute(query, Math.min(rows, sentence.numQueries - query));
      if (failure != null) {
        return failure;
      }
      AttentionTile tile = tiles.tile();
      tile.sentence = index;
      tile.layer = layer;
      sink.accept(tile);
    }
    return null;
  }
}
