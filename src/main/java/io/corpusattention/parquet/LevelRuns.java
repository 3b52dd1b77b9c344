package io.corpusattention.parquet;

import org.apache.parquet.io.ParquetDecodingException;

/** The repetition or definition levels of a page, one or two bits wide, as runs of equal levels. */
final class LevelRuns {
  private final HybridRuns runs = new HybridRuns();
  private final int largest;
  private final int bits;

  // The packed levels of the current run, eight or four per byte; none if packed == 0.
  private long packed;
  private long unpacked; // how many of them are taken already

  private int level;
  private int length;

  /**
   * @param largest the largest level: 1, 2, or 3
   */
  LevelRuns(int largest) {
    this.largest = largest;
    this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
  }

  /** Takes the levels of a page, from {@code start} to {@code end}. */
  void start(byte[] bytes, int start, int end) {
    runs.start(bytes, start, end, bits);
    packed = 0;
    unpacked = 0;
    length = 0;
  }

  /** Returns the next level. */
  int level() {
    if (length == 0) {
      next();
    }
    return level;
  }

  /**
   * Returns a number of levels equal to the next one, including it. More equal levels may follow.
   */
  int length() {
    if (length == 0) {
      next();
    }
    return length;
  }

  /** Skips this number of levels, at most {@link #length}. */
  void skip(int count) {
    length -= count;
  }

  /** Requires that the page has no more levels. */
  void end() {
    runs.end(length + packed - unpacked);
  }

  private void next() {
    if (unpacked == packed) {
      startRun();
    }
    if (unpacked < packed) {
      level = runs.packed(unpacked);
      do {
        unpacked++;
        length++;
      } while (unpacked < packed && runs.packed(unpacked) == level);
    }
    if (level > largest) {
      throw new ParquetDecodingException("a page has a level that its column does not allow");
    }
  }

  private void startRun() {
    long count = runs.next();
    if (runs.isPacked()) {
      packed = count;
    } else {
      level = runs.value();
      length = (int) count;
      packed = 0;
    }
    unpacked = 0;
  }
}
