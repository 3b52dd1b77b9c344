package io.corpusattention.parquet;

import org.apache.parquet.io.ParquetDecodingException;

/**
 * Runs of numbers of the same width in a page: either one number many times, or groups of eight
 * that are packed bit by bit. Numbers are levels, or places in a dictionary.
 *
 * <p>Source: Apache Parquet, "Encodings", RLE/Bit-Packing Hybrid.
 */
final class HybridRuns {
  private static final int GROUP = Byte.SIZE; // packed numbers, in as many bytes as one has bits

  private byte[] bytes = {};
  private int at; // of the next run's header
  private int end;
  private int bits;

  private boolean packed;
  private int start;
  private int value;

  /** Takes the runs from {@code start} to {@code end}, of numbers of so many bits. */
  void start(byte[] bytes, int start, int end, int bits) {
    if (bits < 0 || bits > Integer.SIZE) {
      throw new ParquetDecodingException("a page has numbers of " + bits + " bits");
    }
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.bits = bits;
  }

  /** Goes to the next run and tells how many numbers it has: one at least. */
  long next() {
    int header = varint();
    int count = header >>> 1;
    packed = (header & 1) != 0;
    long numbers;
    if (packed) {
      start = at;
      long runEnd = at + (long) count * bits;
      // The last group may be cut where the page's runs end, but no more than that.
      if (runEnd - end >= Math.max(1, bits)) {
        throw new ParquetDecodingException("a page has fewer levels or values than it tells");
      }
      at = (int) Math.min(end, runEnd);
      numbers = bits == 0 ? (long) count * GROUP : (at - start) * (long) GROUP / bits;
    } else {
      value = 0;
      for (int shift = 0; shift < bits; shift += Byte.SIZE) {
        value |= byteAt(at++) << shift;
      }
      numbers = count;
    }
    if (numbers == 0) {
      throw new ParquetDecodingException("a page has a run of nothing");
    }
    return numbers;
  }

  /** Whether the run is of packed numbers. */
  boolean isPacked() {
    return packed;
  }

  /** Where the run's packed numbers begin. */
  int packedStart() {
    return start;
  }

  /** The number that the run repeats. */
  int value() {
    return value;
  }

  byte[] bytes() {
    return bytes;
  }

  int bits() {
    return bits;
  }

  /**
   * Requires that a page's numbers end with its values. Packed ones may fill up the last group, or
   * with DuckDB a block of 256.
   *
   * @param left numbers of the run that are not taken
   */
  void end(long left) {
    if (at < end || (left > 0 && !packed)) {
      throw new ParquetDecodingException("a page has more levels or values than it tells");
    }
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = byteAt(at++);
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new ParquetDecodingException("a run is longer than a page");
  }

  private int byteAt(int index) {
    if (index >= end) {
      throw new ParquetDecodingException("a page has fewer levels or values than it tells");
    }
    return bytes[index] & 0xff;
  }
}
