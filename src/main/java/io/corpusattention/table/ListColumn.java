package io.corpusattention.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferReleaser;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.DirectByteBufferAllocator;
import org.apache.parquet.bytes.ReusingByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * A column of lists of 4-byte numbers, written in whole pages. No list is null or empty, and no
 * number is null.
 *
 * <p>Parquet's own column writer needs a chain of calls for each value. This one copies all numbers
 * of a row at once. It writes an ordinary list column in version 1 data pages: repetition levels,
 * definition levels, and plain values. The repetition levels of a list are two runs: 0 for its
 * first value, then 1 for each value after it. The definition levels of a page are one run, because
 * every value is defined.
 *
 * <p>A number is copied three times on its way to the file: into its page, which is outside the
 * heap because the compressors read from there; from the compressor into the row group; and from
 * there to the file.
 */
public final class ListColumn {
  /**
   * The most bytes of values in a page, unless a single row needs more. It is a little less than 1
   * MiB: for a larger array, G1 reserves twice the memory if its regions are 2 MiB.
   */
  private static final int PAGE_BYTES = (1 << 20) - (8 << 10);

  private static final int PAGE_ROWS = 4096;

  /** The most bytes that a run takes: five for its length and one for its level. */
  private static final int RUN_BYTES = 6;

  /** The most bytes that the levels of a page take. They end where the values begin. */
  private static final int LEVEL_BYTES =
      Integer.BYTES + 2 * RUN_BYTES * PAGE_ROWS + Integer.BYTES + RUN_BYTES;

  private final ColumnDescriptor descriptor;
  private final BytesInputCompressor compressor;

  // The current page.
  private final byte[] repetition = new byte[2 * RUN_BYTES * PAGE_ROWS];
  private int repetitionBytes;
  private ByteBuffer page = allocate(LEVEL_BYTES + PAGE_BYTES);
  private int rows;

  /** Holds a copy of the output of on-heap compressors. Other output is read in place. */
  private final ReusingByteBufferAllocator compressedCopy =
      ReusingByteBufferAllocator.strict(DirectByteBufferAllocator.getInstance());

  // The pages of the current row group. Later row groups reuse their arrays.
  private final List<Page> pages = new ArrayList<>();
  private int pageCount;
  private long pageBytes;
  private long values;

  ListColumn(ColumnDescriptor descriptor, BytesInputCompressor compressor) {
    this.descriptor = descriptor;
    this.compressor = compressor;
    page.position(LEVEL_BYTES);
  }

  /** A compressed page. */
  private static final class Page {
    private byte[] bytes = {};
    private int size;
    private int uncompressedSize;
    private int values;
  }

  /** Adds the list of a row: the first {@code count} of the values. */
  public void add(float[] list, int count) throws IOException {
    startList(count);
    page.asFloatBuffer().put(list, 0, count);
    endList(count);
  }

  /** Adds the list of a row: the first {@code count} of the values. */
  public void add(int[] list, int count) throws IOException {
    startList(count);
    page.asIntBuffer().put(list, 0, count);
    endList(count);
  }

  /** Returns the number of bytes in the current row group. */
  long bufferedBytes() {
    return pageBytes + page.position() - LEVEL_BYTES;
  }

  private void startList(int count) throws IOException {
    long bytes = (long) count * Float.BYTES;
    if (rows == PAGE_ROWS || page.position() - LEVEL_BYTES + bytes > PAGE_BYTES) {
      endPage();
    }
    if (bytes > page.remaining()) { // then the page is empty
      page = allocate(Math.toIntExact(LEVEL_BYTES + bytes));
      page.position(LEVEL_BYTES);
    }
    repetitionBytes = putRun(repetition, repetitionBytes, 1, 0);
    if (count > 1) {
      repetitionBytes = putRun(repetition, repetitionBytes, count - 1, 1);
    }
  }

  private void endList(int count) {
    page.position(page.position() + count * Float.BYTES);
    rows++;
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes one run of Parquet's RLE encoding: its shifted length as a varint, then its value. */
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

  /** Compresses the current page, if it has rows, and adds it to the row group. */
  private void endPage() throws IOException {
    if (rows == 0) {
      return;
    }
    int end = page.position();
    int count = (end - LEVEL_BYTES) / Float.BYTES;
    byte[] definition = new byte[RUN_BYTES];
    int definitionBytes = putRun(definition, 0, count, 1);
    int start = LEVEL_BYTES - definitionBytes - Integer.BYTES - repetitionBytes - Integer.BYTES;
    page.position(start)
        .putInt(repetitionBytes)
        .put(repetition, 0, repetitionBytes)
        .putInt(definitionBytes)
        .put(definition, 0, definitionBytes);
    BytesInput compressed = compressor.compress(BytesInput.from(page.slice(start, end - start)));

    if (pageCount == pages.size()) {
      pages.add(new Page());
    }
    Page kept = pages.get(pageCount++);
    kept.size = Math.toIntExact(compressed.size());
    if (kept.bytes.length < kept.size) {
      kept.bytes = new byte[kept.size];
    }
    try (ByteBufferReleaser releaser = compressedCopy.getReleaser()) {
      compressed.toByteBuffer(releaser).get(kept.bytes, 0, kept.size);
    }
    kept.uncompressedSize = end - start;
    kept.values = count;
    pageBytes += kept.size;
    values += count;
    page.position(LEVEL_BYTES);
    repetitionBytes = 0;
    rows = 0;
  }

  /** Writes the column chunk and starts the next row group. */
  @SuppressWarnings(
      "deprecation") // the only writeDataPage without indexes, which would be useless here
  void writeTo(ParquetFileWriter file) throws IOException {
    endPage();
    file.startColumn(descriptor, values, compressor.getCodecName());
    Statistics<?> none = Statistics.createStats(descriptor.getPrimitiveType());
    for (Page kept : pages.subList(0, pageCount)) {
      file.writeDataPage(
          kept.values,
          kept.uncompressedSize,
          BytesInput.from(kept.bytes, 0, kept.size),
          none,
          Encoding.RLE,
          Encoding.RLE,
          Encoding.PLAIN);
    }
    file.endColumn();
    pageCount = 0;
    pageBytes = 0;
    values = 0;
  }
}
