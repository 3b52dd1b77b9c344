package io.corpusattention.corpus.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.KilledTask;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.text.file.FileKind;
import io.corpusattention.text.file.TextBytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.mapreduce.lib.input.SplitLineReader;
import org.apache.hadoop.mapreduce.lib.input.UncompressedSplitLineReader;

/**
 * The lines that begin in a part of a text file, as bytes, without line ends and without a byte
 * order mark before the first line. Each line is valid until the next one. The first part has all
 * lines of a compressed file, because no other part starts at a known place in the text.
 */
final class TextLines implements Iterator<Text>, AutoCloseable {
  private final Given file;
  private final Text line = new Text();
  private SplitLineReader reader; // null if the part has no lines
  private boolean compressed;
  private long end; // a line that begins after it belongs to the next part
  private long start; // the start of the last line that was read
  private long next; // the start of the line after it
  private boolean ahead;
  private boolean done;

  /**
   * Opens a file.
   *
   * @param start the first byte of the part
   * @param length the length of the part in bytes
   * @throws BadSettingException if the file cannot be read; all methods throw it
   */
  TextLines(String file, long start, long length, Configuration conf) {
    Path path = new Path(URI.create(file));
    this.file = Setting.INPUT.of(path);
    try {
      FSDataInputStream in = HadoopPaths.open(path.getFileSystem(conf), path);
      try {
        open(in, path, start, length, conf);
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void open(FSDataInputStream in, Path path, long from, long length, Configuration conf)
      throws IOException {
    FileKind kind = FileKind.of(in.readNBytes(FileKind.HEAD), path.getName());
    CompressionCodec codec = codec(kind, path, conf);
    if (codec == null && !kind.isCompressed() && !kind.isText()) {
      throw kind.refusal(file);
    }
    compressed = codec != null || kind.isCompressed();
    if (compressed && from > 0) {
      in.close();
      done = true;
    } else if (compressed) {
      in.seek(0);
      InputStream text =
          codec == null
              ? TextBytes.decompressed(in, kind, file)
              : codec.createInputStream(in, codec.createDecompressor());
      reader = new SplitLineReader(text, conf, null);
      end = Long.MAX_VALUE;
    } else {
      in.seek(from);
      reader = new UncompressedSplitLineReader(in, conf, null, length);
      end = from + length;
      next = from;
      if (from > 0) { // a line that continues or begins here belongs to the previous part
        next += reader.readLine(line, Integer.MAX_VALUE, Integer.MAX_VALUE);
      }
    }
  }

  /** Returns Hadoop's codec for a file of a kind that this project does not know, or null. */
  static CompressionCodec codec(FileKind kind, Path path, Configuration conf) {
    boolean known = kind.isCompressed() || kind == FileKind.TAR;
    return known ? null : new CompressionCodecFactory(conf).getCodec(path);
  }

  /**
   * Returns whether the file is compressed, so that positions in the text are not file positions.
   */
  boolean compressed() {
    return compressed;
  }

  @Override
  public boolean hasNext() {
    if (!ahead && !done) {
      ahead = read();
    }
    return ahead;
  }

  private boolean read() {
    KilledTask.end();
    try {
      if ((next <= end || reader.needAdditionalRecordAfterSplit()) && readLine() > 0) {
        return true;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    close();
    return false;
  }

  /**
   * Reads the next line. Returns its number of bytes with the line end, without a byte order mark.
   */
  private int readLine() throws IOException {
    start = next;
    int read = reader.readLine(line, Integer.MAX_VALUE, Integer.MAX_VALUE);
    next += read;
    if (start == 0 && hasMark()) {
      line.set(line.copyBytes(), 3, line.getLength() - 3);
      read -= 3;
    }
    return read;
  }

  private boolean hasMark() {
    byte[] bytes = line.getBytes();
    return line.getLength() >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  @Override
  public Text next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ahead = false;
    return line;
  }

  /** Returns the position in the text of the last line that {@link #next} returned. */
  long position() {
    return start;
  }

  /** Closes the file before its last line. After the last line it closes itself. */
  @Override
  public void close() {
    if (done) {
      return;
    }
    done = true;
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Returns the exception for a file that cannot be read to its end. */
  private BadSettingException unreadable(IOException e) {
    return file.bad(
            "cannot be read as text: " + RootCause.of(e) + "; repair or leave out that file")
        .causedBy(e);
  }
}
