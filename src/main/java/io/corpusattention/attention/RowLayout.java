package io.corpusattention.attention;

/**
 * How large the numbers of a row are, and so how a sentence is cut into tiles.
 *
 * @param perQuery bytes that one more query adds to a row of a sentence of n tokens
 * @param perRow bytes of a row that do not depend on its queries
 */
public record RowLayout(long perQuery, long perRow) {
  /** The layout of a sentence of n tokens. */
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

  /** Bytes of all rows of a sentence with so many queries. */
  public long bytes(int numQueries, long maxRowBytes) {
    int rows = queriesPerTile(numQueries, maxRowBytes);
    return perQuery * numQueries + perRow * (((long) numQueries + rows - 1) / rows);
  }

  /** Queries of one tile: all where they fit, and at least one. */
  public int queriesPerTile(int numQueries, long maxRowBytes) {
    if (perQuery * numQueries + perRow <= maxRowBytes) {
      return numQueries;
    }
    return (int) Math.max(1, Math.min(numQueries, (maxRowBytes - perRow) / Math.max(1, perQuery)));
  }
}
