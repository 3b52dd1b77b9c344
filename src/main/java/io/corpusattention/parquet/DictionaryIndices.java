package io.corpusattention.parquet;

import org.apache.parquet.io.ParquetDecodingException;

/**
 * The values of a page as indices into a dictionary, decoded one at a time. Replaces parquet-java's
 * decoder, which trusts the length of a run: it allocates an array of this length, and it loops
 * forever if the page ends within a length.
 */
final class DictionaryIndices {
  private final HybridRuns runs = new HybridRuns();
  private long count; // indices of the run
  private long taken; // how many of them are taken already

  /**
   * Starts a page, whose indices are in the bytes from {@code start} inclusive to {@code end}
   * exclusive. The first byte is their bit width.
   */
  void start(byte[] bytes, int start, int end) {
    count = 0;
    taken = 0;
    if (start == end) { // no values at all: every list is null or empty
      runs.start(bytes, end, end, 0);
    } else {
      runs.start(bytes, start + 1, end, bytes[start]);
    }
  }

  /**
   * Returns the next index.
   *
   * @param size the size of the dictionary
   * @throws ParquetDecodingException if the index is not in the dictionary, or the page has no more
   */
  int next(int size) {
    if (taken == count) {
      count = runs.next();
      taken = 0;
    }
    int index = runs.isPacked() ? runs.packed(taken) : runs.value();
    taken++;
    if (index < 0 || index >= size) {
      throw new ParquetDecodingException("a page has a value that its dictionary does not have");
    }
    return index;
  }

  /**
   * Checks that the page has no more indices.
   *
   * @throws ParquetDecodingException if it has
   */
  void end() {
    runs.end(count - taken);
  }
}
