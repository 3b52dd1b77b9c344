package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;
import java.io.IOException;
import java.util.Arrays;

/**
 * Computes attention for batches of sentences, one batch after the other, on one thread.
 *
 * <p>A batch in, tiles out. All tokens of a batch share one projection product. A sentence's bits
 * depend on nothing but its own embeddings, the weights and the configuration: each of its numbers
 * is computed by the same chain of operations whatever shares its batch or its tile. The exceptions
 * are attention_received and the mean context vector, which are sums over a tile's queries and so
 * belong to the tile.
 */
public final class AttentionStep {
  /** Floats of one block of score rows; a block stays in the second-level cache. */
  private static final int BLOCK_FLOATS = 1 << 15;

  /** Query rows that the kernel takes at a time. */
  private static final int ROW_GROUP = 12;

  /** Below this no sum of products can overflow, whatever its rounding. */
  private static final double SAFE = 1e37;

  private static final TileSink DISCARD =
      new TileSink() {
        @Override
        public void accept(AttentionTile tile) {}

        @Override
        public void reject(int sentence, RejectReason reason, String detail) {}
      };

  private final AttentionShape shape;
  private final AttentionConfig config;
  private final PackedProjection projection;
  private final Kernel kernel;
  private final float factor;

  // Scratch, grown as sentences ask for it.
  private final AttentionTile tile = new AttentionTile();
  private float[] projected = {}; // [tokens, stride]
  private float[] keys = {}; // [kvHeads] of panels [d_k, n]
  private float[] values = {}; // [kvHeads] of panels [n, d_v]
  private float[] scores = {}; // [block rows, n padded]
  private float[] mixed = {}; // [block rows, d_v padded]
  private float[] blockSums = {}; // [n]
  private double[] headSums = {}; // [n]
  private double[] receivedSums = {}; // [n]
  private double[] mean = {}; // [d_v]

  public AttentionStep(ProjectionWeights weights, AttentionConfig config, Kernel kernel) {
    this.shape = AttentionShape.of(weights, config);
    this.config = config;
    this.kernel = kernel;
    this.projection = weights.packed(kernel);
    this.factor = config.factor(shape.keyWidth());
  }

  /** The longest sentence that fits the arrays of a Java virtual machine. */
  public int maxTokens() {
    int widest = Math.max(shape.modelWidth(), projection.stride());
    return (Integer.MAX_VALUE - 64) / widest - 64;
  }

  /** Computes every sentence of a batch, in order. */
  public void run(SentenceBatch batch, TileSink sink) throws IOException {
    projected = grown(projected, Math.multiplyExact(batch.tokens(), projection.stride()));
    projection.project(kernel, batch.embeddings(), batch.tokens(), projected);
    for (int sentence = 0; sentence < batch.size(); sentence++) {
      attend(sentence, batch.start(sentence), batch.tokens(sentence), sink);
    }
  }

  private void attend(int sentence, int start, int n, TileSink sink) throws IOException {
    int base = start * projection.stride(); // the sentence's Q, K and V: [n, stride] from here
    pack(base, n);
    tile.sentence = sentence;
    tile.numTokens = n;
    int rows = RowLayout.of(shape, config, n).queriesPerTile(n, config.maxRowBytes());
    if (rows < n && mayOverflow(base, n)) {
      // Tiles leave one by one; where a late one could fail, none may leave before all are known.
      String failure = tiles(base, n, rows, DISCARD);
      if (failure != null) {
        sink.reject(sentence, RejectReason.OVERFLOW, failure);
        return;
      }
    }
    String failure = tiles(base, n, rows, sink);
    if (failure != null) {
      sink.reject(sentence, RejectReason.OVERFLOW, failure);
    }
  }

  /** Lays out keys and values of one sentence for the products with queries and with weights. */
  private void pack(int base, int n) {
    int stride = projection.stride();
    int width = kernel.panelWidth();
    int keySize = Panels.size(shape.keyWidth(), n, width);
    int valueSize = Panels.size(n, shape.valueWidth(), width);
    keys = grown(keys, Math.multiplyExact(shape.kvHeads(), keySize));
    values = grown(values, Math.multiplyExact(shape.kvHeads(), valueSize));
    for (int g = 0; g < shape.kvHeads(); g++) {
      int k = base + shape.keyColumn(g);
      Panels.packTransposed(projected, k, stride, shape.keyWidth(), n, width, keys, g * keySize);
      int v = base + shape.valueColumn(g);
      Panels.pack(projected, v, stride, n, shape.valueWidth(), width, values, g * valueSize);
    }
  }

  /** Whether the sentence's numbers are so large that a product of them could overflow. */
  private boolean mayOverflow(int base, int n) {
    double largest = 0;
    int stride = projection.stride();
    for (int token = 0; token < n; token++) {
      int row = base + token * stride;
      for (int column = 0; column < projection.columns(); column++) {
        largest = Math.max(largest, Math.abs(projected[row + column]));
      }
    }
    double score = largest * largest * shape.keyWidth();
    return !(largest < SAFE && score < SAFE && score * Math.abs(factor) < SAFE);
  }

  /** Computes and hands out all tiles of a sentence; stops and says why where one overflows. */
  private String tiles(int base, int n, int rows, TileSink sink) throws IOException {
    for (int query = 0; query < n; query += rows) {
      tile.queryStart = query;
      tile.numQueries = Math.min(rows, n - query);
      String failure = compute(base, n);
      if (failure != null) {
        return failure;
      }
      sink.accept(tile);
    }
    return null;
  }

  private String compute(int base, int n) {
    reserve(n);
    Arrays.fill(receivedSums, 0, n, 0);
    for (int head = 0; head < shape.heads(); head++) {
      String failure = computeHead(base, n, head);
      if (failure != null) {
        return failure;
      }
    }
    double share = 1.0 / ((double) shape.heads() * n);
    for (int key = 0; key < n; key++) {
      tile.received[key] = (float) (receivedSums[key] * share);
    }
    if (!kernel.allFinite(tile.context, 0, tile.contextCount)) {
      return "a context vector overflows float32";
    }
    return null;
  }

  /** One head of one tile: scores, weights and context vectors, a block of queries at a time. */
  private String computeHead(int base, int n, int head) {
    int stride = projection.stride();
    int width = kernel.panelWidth();
    int kvHead = shape.kvHead(head);
    int keyAt = kvHead * Panels.size(shape.keyWidth(), n, width);
    int valueAt = kvHead * Panels.size(n, shape.valueWidth(), width);
    int padded = padded(n);
    int blockRows = blockRows(n);
    Arrays.fill(headSums, 0, n, 0);
    for (int row = 0; row < tile.numQueries; row += blockRows) {
      int rows = Math.min(blockRows, tile.numQueries - row);
      int firstQuery = tile.queryStart + row;

      // scores: [rows, n] = Q · Kᵀ
      int q = base + firstQuery * stride + head * shape.keyWidth();
      kernel.multiply(
          rows, shape.keyWidth(), n, projected, q, stride, keys, keyAt, scores, 0, padded);

      // weights, in place
      Arrays.fill(blockSums, 0, n, 0f);
      for (int r = 0; r < rows; r++) {
        int at = r * padded;
        int from = config.mask().from(firstQuery + r);
        int to = config.mask().to(firstQuery + r, n);
        boolean finite =
            switch (config.alignment()) {
              case SOFT -> kernel.softmax(scores, at, padded, from, to, factor);
              case HARD -> selectBest(at, padded, from, to);
            };
        if (!finite) {
          return "the scores of query "
              + (firstQuery + r)
              + " in head "
              + head
              + " overflow float32";
        }
        for (int key = 0; key < n; key++) {
          blockSums[key] += scores[at + key];
        }
      }
      for (int key = 0; key < n; key++) {
        headSums[key] += blockSums[key];
      }
      keepWeights(head, row, rows, n, padded);
      if (config.context() == ContextOutput.TOKENS) {
        keepContext(head, row, rows, n, padded, valueAt);
      }
    }
    if (config.context() == ContextOutput.MEAN) {
      keepMean(head, base + shape.valueColumn(kvHead), n);
    }
    for (int key = 0; key < n; key++) {
      receivedSums[key] += headSums[key];
    }
    return null;
  }

  /** Hard attention: 1 for the best key in [from, to), the lower of equals, 0 for all others. */
  private boolean selectBest(int at, int length, int from, int to) {
    int best = from;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int key = from; key < to; key++) {
      float score = scores[at + key] * factor;
      if (!Float.isFinite(score)) {
        return false;
      }
      if (score > bestScore) {
        bestScore = score;
        best = key;
      }
    }
    Arrays.fill(scores, at, at + length, 0f);
    scores[at + best] = 1f;
    return true;
  }

  private void keepWeights(int head, int row, int rows, int n, int padded) {
    int to = head * tile.numQueries + row; // row of [heads, numQueries]
    if (config.attention() instanceof AttentionOutput.Full) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(scores, r * padded, tile.attention, (to + r) * n, n);
      }
    } else if (config.attention() instanceof AttentionOutput.TopK top) {
      int k = Math.min(top.k(), n);
      for (int r = 0; r < rows; r++) {
        tile.keptMass[to + r] =
            TopKeys.select(scores, r * padded, n, k, tile.keys, tile.weights, (to + r) * k);
      }
    }
  }

  /** context: [rows, d_v] = weights · V, into the head's columns of the tile. */
  private void keepContext(int head, int row, int rows, int n, int padded, int valueAt) {
    int valueWidth = shape.valueWidth();
    int mixedStride = Panels.roundUp(valueWidth, kernel.panelWidth());
    kernel.multiply(rows, n, valueWidth, scores, 0, padded, values, valueAt, mixed, 0, mixedStride);
    for (int r = 0; r < rows; r++) {
      int to = (row + r) * shape.contextWidth() + head * valueWidth;
      System.arraycopy(mixed, r * mixedStride, tile.context, to, valueWidth);
    }
  }

  /**
   * The tile's part of the mean context vector: Σ_i Σ_j A_ij V_j = Σ_j (Σ_i A_ij) V_j, so that the
   * weights each key receives in the head are all it takes.
   */
  private void keepMean(int head, int valueAt, int n) {
    int valueWidth = shape.valueWidth();
    int stride = projection.stride();
    Arrays.fill(mean, 0);
    for (int key = 0; key < n; key++) {
      double weight = headSums[key];
      int from = valueAt + key * stride;
      for (int d = 0; d < valueWidth; d++) {
        mean[d] += weight * projected[from + d];
      }
    }
    for (int d = 0; d < valueWidth; d++) {
      tile.context[head * valueWidth + d] = (float) (mean[d] / n);
    }
  }

  /** Makes room for a tile and sets its counts. */
  private void reserve(int n) {
    int heads = shape.heads();
    int rows = tile.numQueries;
    int block = Math.min(rows, blockRows(n));
    scores = grown(scores, block * padded(n));
    mixed = grown(mixed, block * Panels.roundUp(shape.valueWidth(), kernel.panelWidth()));
    blockSums = grown(blockSums, n);
    headSums = headSums.length < n ? new double[n] : headSums;
    receivedSums = receivedSums.length < n ? new double[n] : receivedSums;
    tile.received = grown(tile.received, n);
    if (config.attention() instanceof AttentionOutput.Full) {
      tile.attentionCount = Math.multiplyExact(heads * rows, n);
      tile.attention = grown(tile.attention, tile.attentionCount);
    } else if (config.attention() instanceof AttentionOutput.TopK top) {
      tile.keptMassCount = heads * rows;
      tile.topCount = Math.multiplyExact(heads * rows, Math.min(top.k(), n));
      tile.keptMass = grown(tile.keptMass, tile.keptMassCount);
      tile.weights = grown(tile.weights, tile.topCount);
      tile.keys = tile.keys.length < tile.topCount ? new int[tile.topCount] : tile.keys;
    }
    switch (config.context()) {
      case TOKENS -> tile.contextCount = Math.multiplyExact(rows, shape.contextWidth());
      case MEAN -> {
        tile.contextCount = shape.contextWidth();
        mean = mean.length < shape.valueWidth() ? new double[shape.valueWidth()] : mean;
      }
      case NONE -> tile.contextCount = 0;
    }
    tile.context = grown(tile.context, tile.contextCount);
  }

  /** Query rows of one block; a function of n alone, because sums over queries follow it. */
  private static int blockRows(int n) {
    return Math.max(ROW_GROUP, BLOCK_FLOATS / n / ROW_GROUP * ROW_GROUP);
  }

  /** Floats from one score row to the next: whole panels and whole groups of lanes. */
  private int padded(int n) {
    return Panels.roundUp(n, Math.max(Kernel.LANES, kernel.panelWidth()));
  }

  /** An array of at least {@code length} floats; its contents do not matter. */
  private static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }
}
