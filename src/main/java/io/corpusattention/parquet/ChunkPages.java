package io.corpusattention.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;
import org.xerial.snappy.Snappy;

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

  private static final int LARGEST_ZSTD_BLOCK = 1 << 17;
  private static final int SMALLEST_ZSTD_BLOCK = 4; // of one byte, repeated
  private static final int SNAPPY_GROWTH = 32; // three bytes repeat 64 at most

  private final SeekableInputStream file;
  private final long fileSize;
  private final ZstdDecompressCtx zstd;

  private ColumnChunkMetaData chunk;
  private InputStream in;
  private long valuesLeft;

  private byte[] bytes = {};
  private int size;
  private byte[] stored = {};

  ChunkPages(HadoopInputFile file) throws IOException {
    this.file = file.newStream();
    this.fileSize = file.getLength();
    this.zstd = new ZstdDecompressCtx();
  }

  void startChunk(ColumnChunkMetaData chunk) throws IOException {
    long start = chunk.getStartingPos();
    long length = chunk.getTotalSize();
    if (start < 0 || length < 0 || length > fileSize - start) {
      throw new ParquetDecodingException("a column is not within its file");
    }
    this.chunk = chunk;
    valuesLeft = chunk.getValueCount();
    file.seek(start);
    in =
        new BufferedInputStream(
            BoundedInputStream.builder().setInputStream(file).setMaxCount(length).get(),
            BUFFER_BYTES);
  }

  /** Reads the next page, of a dictionary or of data; null after the chunk's last. */
  PageHeader next() throws IOException {
    while (valuesLeft > 0) {
      PageHeader header = Util.readPageHeader(in);
      if (header.getCompressed_page_size() < 0) {
        throw new ParquetDecodingException("a page is smaller than nothing");
      }
      switch (header.getType()) {
        case DICTIONARY_PAGE -> {
          requireHeader(header.isSetDictionary_page_header());
          read(header, 0, true);
          return header;
        }
        case DATA_PAGE -> {
          requireHeader(header.isSetData_page_header());
          takeValues(header.getData_page_header().getNum_values());
          read(header, 0, true);
          return header;
        }
        case DATA_PAGE_V2 -> {
          requireHeader(header.isSetData_page_header_v2());
          DataPageHeaderV2 page = header.getData_page_header_v2();
          takeValues(page.getNum_values());
          int repetition = page.getRepetition_levels_byte_length();
          int definition = page.getDefinition_levels_byte_length();
          if (repetition < 0 || definition < 0) {
            throw new ParquetDecodingException("a page has fewer levels than none");
          }
          read(header, Math.addExact(repetition, definition), page.isIs_compressed());
          return header;
        }
        default -> in.skipNBytes(header.getCompressed_page_size());
      }
    }
    return null;
  }

  private static void requireHeader(boolean isSet) {
    if (!isSet) {
      throw new ParquetDecodingException("a page's header is not of its type");
    }
  }

  private void takeValues(int count) {
    if (count < 0 || count > valuesLeft) {
      throw new ParquetDecodingException("a column has other numbers of values than its pages");
    }
    valuesLeft -= count;
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
    if (levels > Math.min(size, storedSize)
        || storedSize > chunk.getTotalSize()
        || size > chunk.getTotalUncompressedSize()) {
      throw new ParquetDecodingException("a page is larger than its column");
    }
    if (chunk.getCodec() == CompressionCodecName.UNCOMPRESSED || !isCompressed) {
      if (storedSize != size) {
        throw new ParquetDecodingException("a page that is not compressed has two sizes");
      }
      bytes = readFully(bytes, size);
      return;
    }
    stored = readFully(stored, storedSize);
    requireGrowth(levels, storedSize - levels, size - levels);
    bytes = bytes.length < size ? new byte[size] : bytes;
    System.arraycopy(stored, 0, bytes, 0, levels);
    if (size > levels) {
      decompress(levels, storedSize - levels, size - levels);
    }
  }

  /**
   * Requires that values can be as long as a page's header tells, before memory is taken for them.
   * Snappy's decompressor writes as much as the values' own first bytes tell, wherever that ends.
   */
  private void requireGrowth(int start, int storedSize, int valuesSize) throws IOException {
    boolean fits =
        valuesSize == 0
            || switch (chunk.getCodec()) {
              case SNAPPY ->
                  Snappy.uncompressedLength(stored, start, storedSize) == valuesSize
                      && valuesSize <= (long) storedSize * SNAPPY_GROWTH;
              default -> valuesSize <= (storedSize / SMALLEST_ZSTD_BLOCK + 1L) * LARGEST_ZSTD_BLOCK;
            };
    if (!fits) {
      throw new ParquetDecodingException("a page has another length than its compressed values");
    }
  }

  /** Decompresses the values, behind {@code start} bytes of levels. */
  private void decompress(int start, int storedSize, int valuesSize) throws IOException {
    int written =
        switch (chunk.getCodec()) {
          case SNAPPY -> Snappy.uncompress(stored, start, storedSize, bytes, start);
          default -> zstd.decompressByteArray(bytes, start, valuesSize, stored, start, storedSize);
        };
    if (written != valuesSize) {
      throw new ParquetDecodingException("a page has another length than its compressed values");
    }
  }

  /** Reads so many bytes into an array, or into a larger one. */
  private byte[] readFully(byte[] array, int count) throws IOException {
    byte[] to = array.length < count ? new byte[count] : array;
    if (in.readNBytes(to, 0, count) < count) {
      throw new EOFException("a column ends within a page");
    }
    return to;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      zstd.close();
    }
  }
}
