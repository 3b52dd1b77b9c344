package io.corpusattention.parquet;

import org.apache.parquet.io.ParquetDecodingException;

/**
 * The repetition or definition levels of a page, as runs of equal levels. In: Parquet's hybrid of
 * run-length encoding and bit packing, in levels of one or two bits.
 *
 * <p>Source: Apache Parquet, "Encodings", RLE/Bit-Packing Hybrid.
 */
final class LevelRuns {
  private final int bits;

  private byte[] bytes = {};
  private int end;
  private int at; // of the next run's header

  // The packed levels that are under way, eight a byte or four; none where packed == 0.
  private int packedAt;
  private int packed;
  private int unpacked; // how many of them are taken

  private int level;
  private int length;

  /**
   * @param largest level: 1, 2 or 3
   */
  LevelRuns(int largest) {
    this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
  }

  /** Takes the levels of a page, from {@code start} to {@code end}. */
  void start(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    packed = 0;
    unpacked = 0;
    length = 0;
  }

  /** The level that comes next. */
  int level() {
    if (length == 0) {
      next();
    }
    return level;
  }

  /** How many levels like the next one follow each other at least, itself included. */
  int length() {
    if (length == 0) {
      next();
    }
    return length;
  }

  /** Goes on by so many levels, at most {@link #length}. */
  void skip(int count) {
    length -= count;
  }

  private void next() {
    if (unpacked == packed) {
      startRun();
    }
    if (unpacked < packed) {
      level = packedLevel(unpacked);
      do {
        unpacked++;
        length++;
      } while (unpacked < packed && packedLevel(unpacked) == level);
    }
  }

  private int packedLevel(int index) {
    int bit = index * bits;
    return bytes[packedAt + (bit >> 3)] >> (bit & 7) & ((1 << bits) - 1);
  }

  private void startRun() {
    int header = varint();
    int count = header >>> 1;
    if ((header & 1) == 0) {
      level = byteAt(at++);
      length = count;
      packed = 0;
    } else {
      packedAt = at;
      // Eight levels a count; the last group may be cut where the page's levels end.
      at = (int) Math.min(end, at + (long) count * bits);
      packed = (at - packedAt) * 8 / bits;
    }
    unpacked = 0;
    if (length == 0 && packed == 0) {
      throw new ParquetDecodingException("a run of no levels");
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
    throw new ParquetDecodingException("a run of levels is longer than a page");
  }

  private int byteAt(int index) {
    if (index >= end) {
      throw new ParquetDecodingException("a page has fewer levels than values");
    }
    return bytes[index] & 0xff;
  }
}
