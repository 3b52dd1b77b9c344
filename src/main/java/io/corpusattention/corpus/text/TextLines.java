package io.corpusattention.corpus.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.RootCause;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.LineRecordReader;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/**
 * The bytes of the lines that begin in a part of a text file, without their ends, and without a
 * byte order mark before the first. Each is valid until the next.
 */
final class TextLines implements Iterator<Text>, AutoCloseable {
  private final String file;
  private final LineRecordReader reader = new LineRecordReader();
  private boolean ahead;
  private boolean done;

  /**
   * Opens a file.
   *
   * @param start the first byte of the part
   * @param length in bytes; that of the file where it is compressed
   * @throws BadSettingException where it cannot be read, as all methods do
   */
  TextLines(String file, long start, long length, Configuration conf) {
    this.file = file;
    try {
      reader.initialize(
          new FileSplit(new Path(URI.create(file)), start, length, null),
          new TaskAttemptContextImpl(conf, new TaskAttemptID()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public boolean hasNext() {
    if (!ahead && !done) {
      ahead = read();
    }
    return ahead;
  }

  private boolean read() {
    try {
      if (reader.nextKeyValue()) {
        return true;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    close();
    return false;
  }

  @Override
  public Text next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ahead = false;
    return reader.getCurrentValue();
  }

  /** The byte of the file at which the line begins that {@link #next} gave last. */
  long position() {
    return reader.getCurrentKey().get();
  }

  /** Ends it before its last line; after that it is closed by itself. */
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

  /** An exception for a file that cannot be read to its end. */
  private BadSettingException unreadable(IOException e) {
    return Setting.INPUT
        .of(file)
        .bad("cannot be read as text: " + RootCause.of(e) + "; mend or leave out that file")
        .causedBy(e);
  }
}
