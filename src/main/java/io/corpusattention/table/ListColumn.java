package io.corpusattention.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A column of lists of 4-byte numbers, none null and none empty, written in whole pages.
 *
 * <p>Parquet's own column writer takes one call chain a value; this one copies a row's numbers at
 * once. What it writes is an ordinary list column in data pages of version 1: repetition levels,
 * definition levels, plain values. The levels of a list are two runs: 0 for its first value, 1 for
 * each further one; defined are they all.
 */
final class ListColumn {
  /** A page is closed with the row that fills it. */
  private static final int PAGE_BYTES = 1 << 20;

  private final ColumnDescriptor descriptor;
  private ByteBuffer values = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private byte[] repetition = new byte[256];
  private int repetitionBytes;
  private int rows;
  private PageWriter pages;

  ListColumn(ColumnDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  ColumnDescriptor descriptor() {
    return descriptor;
  }

  /** Directs the next pages into a new row group. */
  void startRowGroup(PageWriter pageWriter) {
    pages = pageWriter;
  }

  /** Adds the list of a row: the first {@code count} of the values. */
  void add(float[] list, int count) throws IOException {
    int at = startList(count);
    values.position(at);
    values.asFloatBuffer().put(list, 0, count);
    endList(at, count);
  }

  /** Adds the list of a row: the first {@code count} of the values. */
  void add(int[] list, int count) throws IOException {
    int at = startList(count);
    values.position(at);
    values.asIntBuffer().put(list, 0, count);
    endList(at, count);
  }

  /** Bytes that wait for their page. */
  long bufferedBytes() {
    return values.position();
  }

  private int startList(int count) {
    int at = values.position();
    long needed = at + (long) count * Float.BYTES;
    if (needed > values.capacity()) {
      int capacity =
          (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * values.capacity()));
      values = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(values.flip());
    }
    addRepetition(1, 0);
    addRepetition(count - 1, 1);
    return at;
  }

  private void endList(int at, int count) throws IOException {
    values.position(at + count * Float.BYTES);
    rows++;
    if (values.position() >= PAGE_BYTES) {
      flushPage();
    }
  }

  /** One run of Parquet's RLE encoding: its length, shifted, as a varint, then the value. */
  private void addRepetition(int length, int level) {
    if (length > 0) {
      repetition = ensure(repetition, repetitionBytes);
      repetitionBytes = putRun(repetition, repetitionBytes, length, level);
    }
  }

  private static byte[] ensure(byte[] array, int used) {
    return array.length - used < 8 ? Arrays.copyOf(array, 2 * array.length) : array;
  }

  private static int putRun(byte[] to, int start, int length, int level) {
    int at = start;
    long rest = (long) length << 1;
    while (rest >= 0x80) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    to[at++] = (byte) level;
    return at;
  }

  /** Closes the page that is under way, if any. */
  @SuppressWarnings(
      "deprecation") // the one writePage that leaves out indexes, which say nothing here
  void flushPage() throws IOException {
    if (rows == 0) {
      return;
    }
    int count = values.position() / Float.BYTES;
    byte[] definition = new byte[8];
    int definitionBytes = putRun(definition, 0, count, 1);
    pages.writePage(
        BytesInput.concat(
            BytesInput.fromInt(repetitionBytes),
            BytesInput.from(repetition, 0, repetitionBytes),
            BytesInput.fromInt(definitionBytes),
            BytesInput.from(definition, 0, definitionBytes),
            BytesInput.from(values.array(), 0, values.position())),
        count,
        Statistics.createStats(descriptor.getPrimitiveType()),
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
    values.clear();
    repetitionBytes = 0;
    rows = 0;
  }
}
