package io.corpusattention.corpus.files;

import io.corpusattention.text.file.FileKind;
import io.corpusattention.text.file.TextBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.Compressor;
import org.apache.hadoop.io.compress.Decompressor;

/**
 * Lets Spark's own text readers, such as the JSON reader, decompress files with {@link TextBytes}.
 * For files with another framing, and for truncated files, some of Hadoop's codecs for these
 * extensions end early without an error.
 */
public abstract class TextCodec implements CompressionCodec {
  /** Hadoop's setting for the codecs, which is also an option of Spark's readers. */
  public static final String SETTING = CommonConfigurationKeys.IO_COMPRESSION_CODECS_KEY;

  private final String ending;

  private TextCodec(String ending) {
    this.ending = ending;
  }

  /** The codec for .gz files. */
  public static final class Gzip extends TextCodec {
    public Gzip() {
      super(".gz");
    }
  }

  /** The codec for .bz2 files. */
  public static final class Bzip2 extends TextCodec {
    public Bzip2() {
      super(".bz2");
    }
  }

  /** The codec for .lz4 files. */
  public static final class Lz4 extends TextCodec {
    public Lz4() {
      super(".lz4");
    }
  }

  /** The codec for .snappy files. */
  public static final class Snappy extends TextCodec {
    public Snappy() {
      super(".snappy");
    }
  }

  /** The codec for .zst files. */
  public static final class Zstandard extends TextCodec {
    public Zstandard() {
      super(".zst");
    }
  }

  /** The codec for .xz files. */
  public static final class Xz extends TextCodec {
    public Xz() {
      super(".xz");
    }
  }

  /** Returns the codecs of a configuration plus these, which take precedence over Hadoop's own. */
  public static String added(Configuration conf) {
    return Stream.concat(
            conf.getTrimmedStringCollection(SETTING).stream(),
            Stream.of(Gzip.class, Bzip2.class, Lz4.class, Snappy.class, Zstandard.class, Xz.class)
                .map(Class::getName))
        .collect(Collectors.joining(","));
  }

  @Override
  public String getDefaultExtension() {
    return ending;
  }

  @Override
  public CompressionInputStream createInputStream(InputStream in) throws IOException {
    byte[] head = in.readNBytes(FileKind.HEAD);
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
    return new Text(all, TextBytes.decompressed(all, FileKind.of(head, ending)));
  }

  @Override
  public CompressionInputStream createInputStream(InputStream in, Decompressor decompressor)
      throws IOException {
    return createInputStream(in);
  }

  /** Returns null, because Hadoop need not keep a decompressor for the next file. */
  @Override
  public Class<? extends Decompressor> getDecompressorType() {
    return null;
  }

  @Override
  public Decompressor createDecompressor() {
    return null;
  }

  @Override
  public CompressionOutputStream createOutputStream(OutputStream out) {
    throw new UnsupportedOperationException("only reads");
  }

  @Override
  public CompressionOutputStream createOutputStream(OutputStream out, Compressor compressor) {
    throw new UnsupportedOperationException("only reads");
  }

  @Override
  public Class<? extends Compressor> getCompressorType() {
    return null;
  }

  @Override
  public Compressor createCompressor() {
    return null;
  }

  private static final class Text extends CompressionInputStream {
    private final InputStream text;

    Text(InputStream file, InputStream text) throws IOException {
      super(file);
      this.text = text;
    }

    @Override
    public int read() throws IOException {
      return text.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return text.read(to, offset, length);
    }

    @Override
    public void resetState() throws IOException {
      throw new UnsupportedOperationException("a file is read once");
    }

    @Override
    public void close() throws IOException {
      text.close();
      super.close();
    }
  }
}
