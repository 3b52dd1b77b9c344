package io.corpusattention.corpus.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.RootCause;
import java.io.IOException;
import java.io.Serializable;
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
 * A part of a text file: the lines that begin in it.
 *
 * @param start its first byte
 * @param length in bytes; that of the file where it is compressed
 */
record TextSplit(String file, long start, long length) implements Serializable {
  /** The bytes of its lines, without their ends. Each is valid until the next. */
  Iterator<Text> lines(Configuration conf) {
    LineRecordReader reader = new LineRecordReader();
    try {
      reader.initialize(
          new FileSplit(new Path(URI.create(file)), start, length, null),
          new TaskAttemptContextImpl(conf, new TaskAttemptID()));
    } catch (IOException e) {
      throw unreadable(e);
    }
    return new Iterator<>() {
      private boolean ahead;
      private boolean done;

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
          reader.close();
        } catch (IOException e) {
          throw unreadable(e);
        }
        done = true;
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
    };
  }

  /** How many lines begin in it. */
  long count(Configuration conf) {
    long count = 0;
    for (Iterator<Text> lines = lines(conf); lines.hasNext(); lines.next()) {
      count++;
    }
    return count;
  }

  /** An exception for a file that cannot be read to its end. */
  private BadSettingException unreadable(IOException e) {
    return Setting.INPUT
        .of(file)
        .bad("cannot be read as text: " + RootCause.of(e) + "; mend or leave out that file")
        .causedBy(e);
  }
}
