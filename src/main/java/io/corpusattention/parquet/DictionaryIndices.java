package io.corpusattention.parquet;

import org.apache.parquet.io.ParquetDecodingException;

/**
 * The values of a page as indices into a dictionary. parquet-java's decoder trusts the length of a
 * run: it allocates that many numbers, and it never ends if a page ends within a length.
 */
final class DictionaryIndices {
  private final HybridRuns runs = new HybridRuns();
  private long count; // indices of the run
  private long taken; // how many of them are taken already

  /**
   * Takes the indices of a page, from {@code start} to {@code end}. The first byte is their bit
   * width.
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

  /** Returns the next index, which must be less than the size of the dictionary. */
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

  /** Requires that the page has no more indices. */
  void end() {
    runs.end(count - taken);
  }
}
