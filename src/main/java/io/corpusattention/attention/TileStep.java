package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;
import java.util.Arrays;

/**
 * Computes one tile: a range of queries against all keys of their sentence. Takes a projected
 * sentence and the range. Returns the tile, or the reason why its numbers are not finite.
 */
final class TileStep {
  /**
   * The number of floats in one block of score rows, chosen so that a block stays in the L2 cache.
   */
  private static final int BLOCK_FLOATS = 1 << 15;

  /** The number of query rows that the kernel takes at a time. */
  private static final int ROW_GROUP = 12;

  private final AttentionShape shape;
  private final AttentionConfig config;
  private final Kernel kernel;
  private final ProjectedSentence sentence;
  private final ScoresToWeights aligner;
  private final AttentionTile tile = new AttentionTile();

  // Scratch arrays, which grow as sentences need.
  private float[] scores = {}; // [block rows, n padded]
  private float[] mixed = {}; // [block rows, d_v padded]
  private float[] blockSums = {}; // [n padded]
  private double[] headSums = {}; // [n]
  private double[] receivedSums = {}; // [n]
  private double[] mean = {}; // [d_v]
  private int[] order = {}; // scratch for sorting the weights of a row

  TileStep(
      AttentionShape shape, AttentionConfig config, Kernel kernel, ProjectedSentence sentence) {
    this.shape = shape;
    this.config = config;
    this.kernel = kernel;
    this.sentence = sentence;
    this.aligner = new ScoresToWeights(config.alignment(), kernel);
  }

  /** Returns the last tile computed. */
  AttentionTile tile() {
    return tile;
  }

  /** Computes a tile. Returns null, or a message that says what overflows. */
  String compute(int queryStart, int numQueries) {
    int n = sentence.numTokens;
    tile.numTokens = n;
    tile.queryStart = queryStart;
    tile.numQueries = numQueries;
    reserve(n);
    Arrays.fill(receivedSums, 0, n, 0);
    for (int head = 0; head < shape.heads(); head++) {
      String failure = computeHead(n, head);
      if (failure != null) {
        return failure;
      }
    }
    double share = 1.0 / ((double) shape.heads() * sentence.numQueries);
    for (int key = 0; key < n; key++) {
      tile.received[key] = (float) (receivedSums[key] * share);
    }
    if (!kernel.allFinite(tile.context, 0, tile.contextCount)) {
      return "a context vector overflows float32";
    }
    return null;
  }

  /**
   * Computes one head of a tile, a block of queries at a time: scores, weights and context vectors.
   * Returns null, or a message that says what overflows.
   */
  private String computeHead(int n, int head) {
    int stride = sentence.queryStride;
    int kvHead = shape.kvHead(head);
    int keyAt = sentence.keyPanels(kvHead);
    int valueAt = sentence.valuePanels(kvHead);
    int padded = padded(n);
    int blockRows = blockRows(n);
    Arrays.fill(headSums, 0, n, 0);
    for (int row = 0; row < tile.numQueries; row += blockRows) {
      int rows = Math.min(blockRows, tile.numQueries - row);
      int firstQuery = tile.queryStart + row;

      // scores: [rows, n] = Q · Kᵀ
      int q = sentence.queryBase + firstQuery * stride + head * shape.keyWidth();
      kernel.multiply(
          rows,
          shape.keyWidth(),
          n,
          Kernel.SCORE_CHAIN,
          sentence.queries,
          q,
          stride,
          sentence.keys,
          keyAt,
          scores,
          0,
          padded);

      // weights, in place
      Arrays.fill(blockSums, 0, padded, 0f);
      for (int r = 0; r < rows; r++) {
        int at = r * padded;
        int query = firstQuery + r;
        int from = config.mask().from(query);
        int to = config.mask().to(query, n);
        if (!aligner.align(
            scores, at, padded, from, to, sentence.factor, sentence.key, head, query)) {
          return "the scores of query " + query + " in head " + head + " overflow float32";
        }
        kernel.add(blockSums, 0, scores, at, padded);
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
      keepMean(head, sentence.base + shape.valueColumn(kvHead), n);
    }
    for (int key = 0; key < n; key++) {
      receivedSums[key] += headSums[key];
    }
    return null;
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
        int at = (to + r) * k;
        kernel.selectTop(scores, r * padded, n, k, tile.keys, tile.weights, at, order);
        double mass = 0;
        for (int i = at; i < at + k; i++) {
          mass += tile.weights[i];
        }
        tile.keptMass[to + r] = (float) mass;
      }
    }
  }

  /**
   * Computes the context vectors, [rows, d_v] = weights · V, into the head's columns of the tile.
   */
  private void keepContext(int head, int row, int rows, int n, int padded, int valueAt) {
    int valueWidth = shape.valueWidth();
    int columns = shape.contextWidth();
    int mixedStride = Panels.roundUp(valueWidth, kernel.panelWidth());
    if (mixedStride == valueWidth) { // whole panels, so no column of another head is overwritten
      int to = row * columns + head * valueWidth;
      kernel.multiply(
          rows,
          n,
          valueWidth,
          scores,
          0,
          padded,
          sentence.values,
          valueAt,
          tile.context,
          to,
          columns);
      return;
    }
    kernel.multiply(
        rows, n, valueWidth, scores, 0, padded, sentence.values, valueAt, mixed, 0, mixedStride);
    for (int r = 0; r < rows; r++) {
      int to = (row + r) * columns + head * valueWidth;
      System.arraycopy(mixed, r * mixedStride, tile.context, to, valueWidth);
    }
  }

  /**
   * Computes the tile's part of the mean context vector. Because Σ_i Σ_j A_ij V_j = Σ_j (Σ_i A_ij)
   * V_j, it only needs the total weight that each key receives in the head.
   */
  private void keepMean(int head, int valueAt, int n) {
    int valueWidth = shape.valueWidth();
    Arrays.fill(mean, 0);
    for (int key = 0; key < n; key++) {
      double weight = headSums[key];
      int from = valueAt + key * sentence.stride;
      for (int d = 0; d < valueWidth; d++) {
        mean[d] += weight * sentence.tokens[from + d];
      }
    }
    for (int d = 0; d < valueWidth; d++) {
      tile.context[head * valueWidth + d] = (float) (mean[d] / sentence.numQueries);
    }
  }

  /** Allocates the arrays of a tile and sets its counts. */
  private void reserve(int n) {
    int heads = shape.heads();
    int rows = tile.numQueries;
    int block = Math.min(rows, blockRows(n));
    scores = grown(scores, block * padded(n));
    mixed = grown(mixed, block * Panels.roundUp(shape.valueWidth(), kernel.panelWidth()));
    blockSums = grown(blockSums, padded(n));
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
      tile.keys = grown(tile.keys, tile.topCount);
      order = grown(order, 2 * padded(n));
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

  /**
   * Returns the number of query rows in a block. It depends only on n, because it determines the
   * order of sums over queries.
   */
  private static int blockRows(int n) {
    return Math.max(ROW_GROUP, BLOCK_FLOATS / n / ROW_GROUP * ROW_GROUP);
  }

  /**
   * Returns the number of floats from one score row to the next: whole panels and whole groups of
   * lanes.
   */
  private int padded(int n) {
    return Panels.roundUp(n, Math.max(Kernel.LANES, kernel.panelWidth()));
  }

  /** Returns an array of at least {@code length} floats; its contents do not matter. */
  private static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }

  private static int[] grown(int[] array, int length) {
    return array.length >= length ? array : new int[length];
  }
}
