package io.corpusattention.text.file;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Decompresses the text in a file. Reads all members if there are several, and never stops early: a
 * damaged or truncated file causes an {@code IOException} at the point where that shows.
 */
public final class TextBytes {
  private static final int BUFFER = 1 << 16;

  /** The most memory that xz may use for a file. Its largest preset takes 65 MiB. */
  private static final int XZ_MEMORY_KIB = 1 << 18;

  private TextBytes() {}

  /**
   * Returns the bytes of the text in a file.
   *
   * @param in the file from its start; the result closes it
   * @param file the setting with the file, for messages
   * @throws BadSettingException if the file is not text
   */
  public static InputStream of(InputStream in, Given file) throws IOException {
    byte[] head = in.readNBytes(FileKind.HEAD);
    FileKind kind = FileKind.of(head, file.value());
    InputStream all = joined(head, in);
    if (kind.isCompressed()) {
      return decompressed(all, kind, file);
    }
    if (!kind.isText()) {
      throw kind.refusal(file);
    }
    return all;
  }

  /**
   * Returns the bytes of the text in a compressed file.
   *
   * @param in the file from its start; the result closes it
   * @param file the setting with the file, for messages
   * @throws BadSettingException if its content is not text
   */
  public static InputStream decompressed(InputStream in, FileKind kind, Given file)
      throws IOException {
    InputStream text = decompressed(in, kind);
    try {
      byte[] head = text.readNBytes(FileKind.HEAD);
      FileKind within = FileKind.of(head, "");
      if (!within.isText()) {
        throw within.refusalWithin(file, kind);
      }
      return joined(head, text);
    } catch (IOException | RuntimeException e) {
      text.close(); // the decompressor holds memory that nothing else frees
      throw e;
    }
  }

  /**
   * Returns the decompressed bytes of a file, whether or not they are text.
   *
   * @param in the file from its start; the result closes it
   */
  public static InputStream decompressed(InputStream in, FileKind kind) throws IOException {
    return new Decompressed(new BufferedInputStream(in, BUFFER), kind);
  }

  private static InputStream joined(byte[] head, InputStream rest) {
    return new SequenceInputStream(new ByteArrayInputStream(head), rest);
  }

  /** Decompresses, and converts every exception that a damaged file causes to an IOException. */
  private static final class Decompressed extends FilterInputStream {
    private final FileKind kind;

    Decompressed(InputStream in, FileKind kind) throws IOException {
      super(in);
      this.kind = kind;
      try {
        this.in = decompressor(in, kind);
      } catch (IOException | RuntimeException e) {
        throw damaged(e);
      }
    }

    private static InputStream decompressor(InputStream in, FileKind kind) throws IOException {
      return switch (kind) {
        case GZIP ->
            GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
        case BZIP2 -> new BZip2CompressorInputStream(in, true);
        case ZSTANDARD -> new ZstdFrames(in);
        case XZ ->
            XZCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .setMemoryLimitKiB(XZ_MEMORY_KIB)
                .get();
        case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
        case SNAPPY -> new FramedSnappyCompressorInputStream(in);
        case HADOOP_LZ4 -> new HadoopBlocks(in, BlockLZ4CompressorInputStream::new);
        case HADOOP_SNAPPY -> new HadoopBlocks(in, SnappyCompressorInputStream::new);
        default -> throw new IllegalArgumentException("not compressed: " + kind);
      };
    }

    private IOException damaged(Exception e) {
      if (e instanceof IOException io && !(e instanceof EOFException) && !kind.isOfHadoop()) {
        return io;
      }
      String why =
          kind.isOfHadoop()
              ? "it does not start like a file of its format, and as Hadoop blocks it is truncated"
                  + " or damaged"
              : e instanceof EOFException
                  ? "it ends before its compressed data does"
                  : "its compressed data is damaged";
      IOException damaged = new IOException(why);
      damaged.addSuppressed(e); // not the cause, whose message would be shown instead
      return damaged;
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException | RuntimeException e) {
        throw damaged(e);
      }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      try {
        return in.read(to, offset, length);
      } catch (IOException | RuntimeException e) {
        throw damaged(e);
      }
    }
  }
}
