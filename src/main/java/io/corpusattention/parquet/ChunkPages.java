package io.corpusattention.parquet;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.apache.parquet.bytes.DirectByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;

/**
 * The pages of a column, chunk after chunk, each read when it is asked for and decompressed into
 * the array of the page before. parquet-java reads a chunk as a whole before its first page; this
 * holds a page, which stays in the processor's caches on its way.
 */
final class ChunkPages implements Closeable {
  /** Codecs whose decompressors take a page at once. */
  static final Set<CompressionCodecName> CODECS =
      EnumSet.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.ZSTD);

  private static final int BUFFER_BYTES = 1 << 16;

  private final SeekableInputStream file;
  private final CodecFactory codecs;

  private ColumnChunkMetaData chunk;
  private InputStream in;
  private long valuesLeft;

  private byte[] bytes = {};
  private int size;
  private byte[] stored = {};
  private ByteBuffer compressed = ByteBuffer.allocateDirect(0);
  private ByteBuffer uncompressed = ByteBuffer.allocateDirect(0);

  ChunkPages(HadoopInputFile file) throws IOException {
    this.file = file.newStream();
    this.codecs =
        CodecFactory.createDirectCodecFactory(
            file.getConfiguration(), DirectByteBufferAllocator.getInstance(), 0);
  }

  void startChunk(ColumnChunkMetaData chunk) throws IOException {
    this.chunk = chunk;
    valuesLeft = chunk.getValueCount();
    file.seek(chunk.getStartingPos());
    in = new BufferedInputStream(file, BUFFER_BYTES);
  }

  /** Reads the next page, of a dictionary or of data; null after the chunk's last. */
  PageHeader next() throws IOException {
    while (valuesLeft > 0) {
      PageHeader header = Util.readPageHeader(in);
      switch (header.getType()) {
        case DICTIONARY_PAGE -> {
          read(header, 0, true);
          return header;
        }
        case DATA_PAGE -> {
          valuesLeft -= header.getData_page_header().getNum_values();
          read(header, 0, true);
          return header;
        }
        case DATA_PAGE_V2 -> {
          DataPageHeaderV2 page = header.getData_page_header_v2();
          valuesLeft -= page.getNum_values();
          int levels =
              Math.addExact(
                  page.getRepetition_levels_byte_length(), page.getDefinition_levels_byte_length());
          read(header, levels, page.isIs_compressed());
          return header;
        }
        default -> in.skipNBytes(header.getCompressed_page_size());
      }
    }
    return null;
  }

  /** The page read last, decompressed: its first {@link #size} bytes, until the next is read. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /**
   * @param levels bytes before the values that are never compressed
   */
  private void read(PageHeader header, int levels, boolean isCompressed) throws IOException {
    int storedSize = header.getCompressed_page_size();
    size = header.getUncompressed_page_size();
    if (levels < 0
        || levels > Math.min(size, storedSize)
        || storedSize > chunk.getTotalSize()
        || size > chunk.getTotalUncompressedSize()) {
      throw new ParquetDecodingException("a page is larger than its column");
    }
    if (bytes.length < size) {
      bytes = new byte[size];
    }
    if (chunk.getCodec() == CompressionCodecName.UNCOMPRESSED || !isCompressed) {
      if (storedSize != size) {
        throw new ParquetDecodingException("a page that is not compressed has two sizes");
      }
      readFully(bytes, size);
      return;
    }
    readFully(bytes, levels);
    decompress(storedSize - levels, levels);
  }

  /** Reads the compressed values, behind {@code start} bytes of levels. */
  private void decompress(int storedSize, int start) throws IOException {
    stored = stored.length < storedSize ? new byte[storedSize] : stored;
    readFully(stored, storedSize);
    int valuesSize = size - start;
    if (valuesSize == 0) {
      return;
    }
    compressed = cleared(compressed, storedSize);
    compressed.put(stored, 0, storedSize).flip();
    uncompressed = cleared(uncompressed, valuesSize);
    BytesInputDecompressor decompressor = codecs.getDecompressor(chunk.getCodec());
    decompressor.decompress(compressed, storedSize, uncompressed, valuesSize);
    uncompressed.flip().get(bytes, start, valuesSize);
  }

  private static ByteBuffer cleared(ByteBuffer buffer, int size) {
    return buffer.capacity() < size ? ByteBuffer.allocateDirect(size) : buffer.clear();
  }

  private void readFully(byte[] to, int count) throws IOException {
    if (in.readNBytes(to, 0, count) < count) {
      throw new EOFException("the file ends within a page");
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      codecs.release();
    }
  }
}
