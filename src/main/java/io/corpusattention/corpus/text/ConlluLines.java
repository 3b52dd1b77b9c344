package io.corpusattention.corpus.text;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;

/**
 * The lines of the sentences that begin in a part of a CoNLL-U file.
 *
 * <p>A part that does not begin the file leaves out all lines through the first blank one that
 * begins at or after the part's start; every part goes on beyond its end, through the first blank
 * line that begins at or after that. So a line belongs to one part alone, and so does a sentence.
 */
final class ConlluLines implements AutoCloseable {
  private final TextLines lines;
  private final long end;
  private boolean ended;
  private long number;

  ConlluLines(TextSplit split, Configuration conf) {
    long start = split.start();
    if (start == 0) {
      lines = new TextLines(split.file(), 0, split.fileLength(), conf);
    } else {
      // A line is known to begin at the part's first byte by what stands before that.
      lines = new TextLines(split.file(), start - 1, split.fileLength() - start + 1, conf);
    }
    // Of a compressed file the first part has all lines; their positions are not those of its
    // bytes.
    end = lines.compressed() ? Long.MAX_VALUE : start + split.length();
    ended = lines.compressed() && start > 0;
    if (start > 0) {
      skip(start);
    }
  }

  private void skip(long start) {
    while (!ended) {
      Text line = read();
      if (line != null && isBlank(line) && lines.position() >= start) {
        break;
      }
    }
    number = 0;
  }

  /**
   * The next line, blank ones among them, valid until the one after it; null where all are read.
   */
  Text next() {
    return ended ? null : read();
  }

  private Text read() {
    if (!lines.hasNext()) {
      ended = true;
      return null;
    }
    Text line = lines.next();
    number++;
    if (isBlank(line) && lines.position() >= end) {
      close();
    }
    return line;
  }

  /** The number of the line that was read last, from 1 for the part's first. */
  long number() {
    return number;
  }

  @Override
  public void close() {
    ended = true;
    lines.close();
  }

  /** Whether it ends a sentence. */
  static boolean isBlank(Text line) {
    byte[] bytes = line.getBytes();
    for (int i = 0; i < line.getLength(); i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Whether it is a comment. */
  static boolean isComment(Text line) {
    return line.getLength() > 0 && line.getBytes()[0] == '#';
  }
}
