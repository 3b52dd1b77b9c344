package io.corpusattention.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Splits a Parquet file into pages and reassembles it, so that a test can damage one part while the
 * offsets of all others stay correct.
 */
final class FileParts {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  static final class Page {
    PageHeader header;
    byte[] body;

    Page(PageHeader header, byte[] body) {
      this.header = header;
      this.body = body;
    }

    Page copy() {
      return new Page(header.deepCopy(), body.clone());
    }

    boolean isDictionary() {
      return header.getType() == PageType.DICTIONARY_PAGE;
    }

    /** Replaces the body of an uncompressed page. */
    void setBody(byte[] body) {
      this.body = body;
      header.setCompressed_page_size(body.length);
      header.setUncompressed_page_size(body.length);
    }
  }

  /** A column chunk. */
  static final class Chunk {
    final ColumnMetaData meta;
    final List<Page> pages;

    Chunk(ColumnMetaData meta, List<Page> pages) {
      this.meta = meta;
      this.pages = pages;
    }

    Page page(int index) {
      return pages.get(index);
    }

    /** Returns the first data page. */
    Page data() {
      return page(page(0).isDictionary() ? 1 : 0);
    }
  }

  final FileMetaData footer;
  private final List<Chunk> chunks = new ArrayList<>();

  FileParts(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
    int start = file.length - 8 - length;
    footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, length));
    for (RowGroup rowGroup : footer.getRow_groups()) {
      for (ColumnChunk column : rowGroup.getColumns()) {
        chunks.add(new Chunk(column.getMeta_data(), pages(file, column.getMeta_data())));
      }
    }
  }

  private static List<Page> pages(byte[] file, ColumnMetaData meta) throws IOException {
    int start =
        (int)
            (meta.isSetDictionary_page_offset()
                ? meta.getDictionary_page_offset()
                : meta.getData_page_offset());
    var in = new ByteArrayInputStream(file, start, (int) meta.getTotal_compressed_size());
    List<Page> pages = new ArrayList<>();
    while (in.available() > 0) {
      PageHeader header = Util.readPageHeader(in);
      pages.add(new Page(header, in.readNBytes(header.getCompressed_page_size())));
    }
    return pages;
  }

  /** Returns the column chunks of a column, one for each row group. */
  List<Chunk> chunks(String column) {
    return chunks.stream()
        .filter(chunk -> chunk.meta.getPath_in_schema().get(0).equals(column))
        .toList();
  }

  /** Returns the file with the current parts. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    for (Chunk chunk : chunks) {
      write(chunk, out);
    }
    int start = out.size();
    Util.writeFileMetaData(footer, out);
    byte[] length = new byte[Integer.BYTES];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(out.size() - start);
    out.writeBytes(length);
    out.writeBytes(MAGIC);
    return out.toByteArray();
  }

  /** Writes a column chunk and adjusts its sizes and offsets. */
  private static void write(Chunk chunk, ByteArrayOutputStream out) throws IOException {
    long start = out.size();
    long data = -1;
    long uncompressed = 0;
    for (Page page : chunk.pages) {
      if (data < 0 && !page.isDictionary()) {
        data = out.size();
      }
      long pageStart = out.size();
      Util.writePageHeader(page.header, out);
      uncompressed += out.size() - pageStart + page.header.getUncompressed_page_size();
      out.writeBytes(page.body);
    }
    ColumnMetaData meta = chunk.meta;
    meta.setData_page_offset(data < 0 ? start : data);
    if (chunk.pages.isEmpty() || !chunk.page(0).isDictionary()) {
      meta.unsetDictionary_page_offset();
    } else {
      meta.setDictionary_page_offset(start);
    }
    meta.setTotal_compressed_size(out.size() - start);
    meta.setTotal_uncompressed_size(Math.max(uncompressed, meta.getTotal_uncompressed_size()));
  }

  /** Returns the bytes with those from {@code from} to {@code to} replaced by others. */
  static byte[] replaced(byte[] bytes, int from, int to, int... others) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length - (to - from) + others.length);
    buffer.put(bytes, 0, from);
    Arrays.stream(others).forEach(other -> buffer.put((byte) other));
    return buffer.put(bytes, to, bytes.length - to).array();
  }
}
