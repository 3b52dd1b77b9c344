package io.corpusattention.attention;

/**
 * The size of the values in a row, which decides how a sentence is split into tiles.
 *
 * @param perQuery the bytes that each query adds to a row of a sentence of n tokens
 * @param perRow the bytes of a row that do not depend on its queries
 */
public record RowLayout(long perQuery, long perRow) {
  /** Returns the layout for a sentence of n tokens. */
  public static RowLayout of(AttentionShape shape, AttentionConfig config, int n) {
    long perQuery = 0;
    long perRow = 4L * n; // attention_received
    if (config.attention() instanceof AttentionOutput.Full) {
      perQuery += 4L * shape.heads() * n;
    } else if (config.attention() instanceof AttentionOutput.TopK top) {
      perQuery += shape.heads() * (8L * Math.min(top.k(), n) + 4);
    }
    switch (config.context()) {
      case TOKENS -> perQuery += 4L * shape.contextWidth();
      case MEAN -> perRow += 4L * shape.contextWidth();
      case NONE -> {}
    }
    return new RowLayout(perQuery, perRow);
  }

  /** Returns the number of bytes of all rows of a sentence. */
  public long bytes(int numQueries, long maxRowBytes) {
    int rows = queriesPerTile(numQueries, maxRowBytes);
    return perQuery * numQueries + perRow * (((long) numQueries + rows - 1) / rows);
  }

  /** Returns the number of queries per tile: all queries if they fit, and at least one. */
  public int queriesPerTile(int numQueries, long maxRowBytes) {
    if (perQuery * numQueries + perRow <= maxRowBytes) {
      return numQueries;
    }
    return (int) Math.max(1, Math.min(numQueries, (maxRowBytes - perRow) / Math.max(1, perQuery)));
  }
}
