package io.corpusattention.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Runs of numbers with the same bit width in a page. A run either repeats one number or has groups
 * of eight bit-packed numbers. Numbers are levels or indices into a dictionary.
 *
 * <p>Source: Apache Parquet, "Encodings", RLE/Bit-Packing Hybrid.
 */
final class HybridRuns {
  private static final int GROUP = Byte.SIZE; // packed numbers, in one byte per bit of width

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = {};
  private int at; // position of the next run's header
  private int end;
  private int bits;

  private boolean packed;
  private int start;
  private int value;

  /** Takes the runs from {@code start} to {@code end}, whose numbers have this bit width. */
  void start(byte[] bytes, int start, int end, int bits) {
    if (bits < 0 || bits > Integer.SIZE) {
      throw new ParquetDecodingException("a page has numbers of " + bits + " bits");
    }
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.bits = bits;
  }

  /** Moves to the next run. Returns how many numbers it has, at least one. */
  long next() {
    int header = varint();
    int count = header >>> 1;
    packed = (header & 1) != 0;
    long numbers;
    if (packed) {
      start = at;
      long runEnd = at + (long) count * bits;
      // The last group may be cut off at the end of the page's runs, but nothing more.
      if (runEnd - end >= Math.max(1, bits)) {
        throw new ParquetDecodingException("a page has fewer levels or values than it declares");
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
      throw new ParquetDecodingException("a page has an empty run");
    }
    return numbers;
  }

  /** Returns whether the run has packed numbers. */
  boolean isPacked() {
    return packed;
  }

  /** Returns a packed number of the run, which must have it. */
  int packed(long index) {
    long bit = index * bits;
    int first = start + (int) (bit >>> 3);
    long word = 0; // the eight bytes from the first, or those that the page has
    if (first + Long.BYTES <= bytes.length) {
      word = (long) LONG.get(bytes, first);
    } else {
      for (int i = bytes.length - 1; i >= first; i--) {
        word = (word << Byte.SIZE) | (bytes[i] & 0xff);
      }
    }
    return (int) ((word >>> (bit & 7)) & ((1L << bits) - 1));
  }

  /** Returns the number that the run repeats. */
  int value() {
    return value;
  }

  /**
   * Requires that a page's numbers end with its values. Packed numbers may pad the last group or,
   * in files from DuckDB, a block of 256.
   *
   * @param left how many numbers of the run are not taken
   */
  void end(long left) {
    if (at < end || (left > 0 && !packed)) {
      throw new ParquetDecodingException("a page has more levels or values than it declares");
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
      throw new ParquetDecodingException("a page has fewer levels or values than it declares");
    }
    return bytes[index] & 0xff;
  }
}
