package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Linear;
import java.io.IOException;

/**
 * Computes attention for batches of sentences, one batch at a time, on one thread.
 *
 * <p>Takes batches and returns tiles. All tokens of a batch share one projection product. The bits
 * of a sentence's results depend only on its embeddings and queries, the weights and the
 * configuration (and on its key if draws are random). Each number results from the same chain of
 * operations, regardless of what else is in the batch or the tile. The exceptions are
 * attention_received and the mean context vector: they are sums over the queries of a tile, so they
 * depend on the tile.
 */
public final class AttentionStep {
  /** Receives the results, one sentence after another. */
  public interface Sink {
    /**
     * Receives a tile. The tiles of a sentence come in order of layers, then of queries.
     *
     * @param tile valid only during the call, because its arrays are reused
     */
    void accept(AttentionTile tile) throws IOException;

    /**
     * Receives a sentence that has no finite result. The call replaces all tiles of the sentence.
     */
    void reject(int sentence, RejectReason reason, String detail) throws IOException;
  }

  /** The number of tokens that share one projection product, unless they are very wide. */
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

  /** The projected queries that all sentences share, [numFixed, stride], or null. */
  private final float[] fixedQueries;

  private final int numFixed;

  // Scratch arrays, which grow as batches need.
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
              kernel,
              fixed.embeddings().values(),
              0,
              shape.queryWidth(),
              numFixed,
              null,
              fixedQueries);
    } else {
      numFixed = 0;
      fixedQueries = null;
    }
  }

  /** Returns an empty batch for this step, large enough for an efficient projection product. */
  public SentenceBatch newBatch() {
    int width = Math.max(shape.modelWidth(), shape.queryWidth());
    return newBatch(Math.max(1, Math.min(BATCH_TOKENS, BATCH_FLOATS / width)));
  }

  /** Returns an empty batch for this step, which is full with the given number of tokens. */
  public SentenceBatch newBatch(int targetTokens) {
    boolean own = !projections.self() && fixedQueries == null;
    return new SentenceBatch(shape.modelWidth(), own ? shape.queryWidth() : 0, targetTokens);
  }

  /** Returns the length of the longest sentence that fits into Java arrays, in tokens. */
  public int maxTokens() {
    return projections.tokens().maxRows();
  }

  /** Returns the maximum number of queries of a sentence. */
  public int maxQueries() {
    return projections.self() ? maxTokens() : projections.queries().maxRows();
  }

  /**
   * Returns V of the sentence whose tile the sink is receiving: [n, kvHeads · d_v].
   *
   * @param to the array to fill; if it is too short, a new one is returned
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

  /** Returns the nanoseconds spent so far on products with W_q, W_k and W_v. */
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
   * Projects the tokens of a batch with the weights of one layer, for {@link #attend(int, int,
   * Projected, Sink)}. A stack of layers calls it with the output of the previous layer. For
   * self-attention only.
   *
   * @param layer weights of the same shape as this step's
   * @param x [tokens, d_model]
   * @param values whether V is needed; if not, its numbers have no meaning
   * @param to the array to fill with Q, K and V side by side for each token; if it is too short, a
   *     new one is returned
   */
  public float[] project(
      ProjectionWeights layer, float[] x, int tokens, boolean values, float[] to) {
    Linear all = layer.packed(kernel, true).tokens();
    int keysEnd = shape.queryColumns() + shape.valueColumn(0);
    return project(values ? all : all.first(keysEnd), x, tokens, to);
  }

  /**
   * Returns whether V, and so every context vector, is certain to be finite.
   *
   * @param x [tokens, d_model]
   */
  public boolean valuesAreFinite(ProjectionWeights layer, float[] x, int tokens) {
    int width = shape.modelWidth();
    double largest = ProjectedSentence.largest(x, 0, width, tokens, width);
    return layer.largestValue(largest) < ProjectedSentence.SAFE;
  }

  /**
   * A sentence whose tokens a layer has projected.
   *
   * @param tokens the result of {@link #project(ProjectionWeights, float[], int, boolean, float[])}
   * @param start the index of its first token there
   * @param n the number of its tokens
   * @param factor the factor of the layer's scores, see {@link AttentionConfig#factor}
   */
  public record Projected(float[] tokens, int start, int n, float factor) {}

  /**
   * Computes self-attention for one sentence.
   *
   * @param index the index to pass to the sink
   * @param layer the layer number to pass to the sink
   */
  public void attend(int index, int layer, Projected projected, Sink sink) throws IOException {
    take(projected);
    attend(index, layer, sink);
  }

  /**
   * Returns whether a sentence has numbers so large that its scores or context vectors could
   * overflow.
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
    projection.apply(kernel, x, 0, projection.inputWidth(), tokens, null, grown);
    return grown;
  }

  private void takeTokens(float[] projectedTokens, int start, int n) {
    int stride = projections.tokens().stride();
    sentence.numTokens = n;
    sentence.tokens = projectedTokens;
    sentence.stride = stride;
    sentence.base = start * stride;
    if (projections.self()) { // Q, K and V are side by side
      sentence.numQueries = n;
      sentence.queries = projectedTokens;
      sentence.queryStride = stride;
      sentence.queryBase = start * stride;
      sentence.base += shape.queryColumns();
    }
    sentence.packKeys();
    if (config.context() == ContextOutput.TOKENS) {
      sentence.packValues();
    }
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
      // The sink gets tiles one by one. If a later one could fail, compute all of them first.
      failure = cut(index, layer, rows, DISCARD);
    }
    if (failure == null) {
      failure = cut(index, layer, rows, sink);
    }
    if (failure != null) {
      sink.reject(index, RejectReason.OVERFLOW, failure);
    }
  }

  /**
   * Computes all tiles of a sentence and passes them to the sink. Stops if one overflows and
   * returns why; otherwise returns null.
   */
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
