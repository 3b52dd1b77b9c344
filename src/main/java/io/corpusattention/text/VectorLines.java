package io.corpusattention.text;

import io.corpusattention.attention.Given;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a vector file as bytes, without trailing whitespace. Skips empty lines. */
final class VectorLines {
  private static final int BUFFER = 1 << 16;

  /** The most bytes of a line. A longer line means that this is another kind of file. */
  private static final int MAX_LINE = 1 << 24;

  private final Given label;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private byte[] line = new byte[1 << 12];
  private int length;
  private long number;

  VectorLines(Given label, InputStream in) {
    this.label = label;
    this.in = in;
  }

  /** Moves to the next line that is not empty. Returns false if there is none. */
  boolean next() throws IOException {
    while (readLine()) {
      while (length > 0 && line[length - 1] <= ' ' && line[length - 1] >= 0) {
        length--;
      }
      if (length > 0) {
        return true;
      }
    }
    return false;
  }

  private boolean readLine() throws IOException {
    length = 0;
    boolean any = false;
    while (true) {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          number += any ? 1 : 0;
          return any;
        }
      }
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      append(stop);
      if (stop < end) {
        at = stop + 1;
        number++;
        return true;
      }
      at = end;
    }
  }

  private void append(int stop) {
    int count = stop - at;
    if (length + count > MAX_LINE) {
      throw label.bad(
          "line " + (number + 1) + " has no end; this is not a text file of word vectors");
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, at, line, length, count);
    length += count;
  }

  /**
   * Returns the line in the first {@link #length} bytes of an array, which the next line reuses.
   */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  byte[] copy() {
    return Arrays.copyOf(line, length);
  }

  /** Returns the number of the line, from 1. */
  long number() {
    return number;
  }
}
