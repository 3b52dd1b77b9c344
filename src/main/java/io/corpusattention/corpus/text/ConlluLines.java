package io.corpusattention.corpus.text;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;

/**
 * The lines of the sentences that belong to a part of a CoNLL-U file.
 *
 * <p>Every part except the first skips all lines through the first blank line that begins at or
 * after the part's start. Every part continues past its end, through the first blank line that
 * begins at or after that end. So each line, and each sentence, belongs to exactly one part.
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
      // The byte before the part shows whether a line begins at the part's first byte.
      lines = new TextLines(split.file(), start - 1, split.fileLength() - start + 1, conf);
    }
    // The first part has all lines of a compressed file, because their positions are not
    // positions in the file.
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
   * Returns the next line, which may be blank, or null after the last one. It is valid until the
   * next call.
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

  /** Returns the number of the last line that was read. The first line of the part is 1. */
  long number() {
    return number;
  }

  @Override
  public void close() {
    ended = true;
    lines.close();
  }

  /** Returns whether a line is blank and so ends a sentence. */
  static boolean isBlank(Text line) {
    byte[] bytes = line.getBytes();
    for (int i = 0; i < line.getLength(); i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a line is a comment. */
  static boolean isComment(Text line) {
    return line.getLength() > 0 && line.getBytes()[0] == '#';
  }
}
