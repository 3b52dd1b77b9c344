package io.corpusattention.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Word vectors in word2vec's binary format: a line with the number of words and the width, and
 * then, for each word, its bytes, a space, and its little-endian floats. The original tool ends
 * each vector with a newline, but gensim does not.
 */
final class VectorBinary {
  /** How many bytes of a file decide whether it is binary. */
  static final int LOOKED_AT = 1 << 16;

  /** The most bytes of a word. A longer word means that this is another kind of file. */
  private static final int MAX_WORD = 1 << 14;

  /** The largest width. No real file has wider vectors. */
  private static final int MAX_WIDTH = 1 << 22;

  private static final Pattern HEADER = Pattern.compile("(\\d{1,12}) (\\d{1,9})\\s*");

  private final Given label;
  private final InputStream in;
  private final long words;
  private final int width;
  private long number; // number of the last word that was read, from 1
  private byte[] word;
  private byte[] vector;

  private VectorBinary(Given label, InputStream in, long words, int width) {
    this.label = label;
    this.in = in;
    this.words = words;
    this.width = width;
  }

  /**
   * Opens a binary file.
   *
   * @param in the file from its first line; must support mark
   * @return null if the file is text or anything else; the stream is then back where it was
   */
  static VectorBinary open(InputStream in, Given label) throws IOException {
    in.mark(LOOKED_AT);
    byte[] start = in.readNBytes(LOOKED_AT);
    in.reset();
    int line = end(start, 0, '\n');
    Matcher header =
        HEADER.matcher(new String(start, 0, Math.min(line, 64), StandardCharsets.ISO_8859_1));
    if (line == start.length || !header.matches()) {
      return null;
    }
    long width = Long.parseLong(header.group(2));
    int word = end(start, line + 1, ' ');
    int last = (int) Math.min(start.length, word + 1 + width * Float.BYTES);
    if (word >= last || isText(start, word + 1, last, width)) {
      return null;
    }
    if (width == 0 || width > MAX_WIDTH) {
      throw label.bad("line 1 says that vectors have " + width + " numbers");
    }
    in.skipNBytes(line + 1);
    return new VectorBinary(label, in, Long.parseLong(header.group(1)), (int) width);
  }

  private static int end(byte[] bytes, int from, char stop) {
    int at = from;
    while (at < bytes.length && bytes[at] != stop) {
      at++;
    }
    return at;
  }

  /**
   * Returns whether a vector is in digits, or at least contains only characters that text may have.
   *
   * @param last the end of the vector if it were binary
   */
  private static boolean isText(byte[] bytes, int from, int last, long width) {
    int end = end(bytes, from, '\n');
    String[] fields =
        new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).strip().split("[ \t]", -1);
    boolean digits = fields.length >= width && fields.length > 0;
    for (int i = (int) Math.max(0, fields.length - width); i < fields.length; i++) {
      digits &= fields[i].matches("[-+.eE0-9]+");
    }
    if (digits) {
      return true;
    }
    CharBuffer text = CharBuffer.allocate(last - from);
    boolean utf8 =
        !StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, from, last - from), text, false)
            .isError();
    return utf8 && text.flip().chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c));
  }

  int width() {
    return width;
  }

  /**
   * Moves to the next word. Returns false after the last one.
   *
   * @throws BadSettingException if the file ends early, or continues after the last word
   */
  boolean next() throws IOException {
    int first = in.read();
    while (first == '\n') {
      first = in.read();
    }
    if (number == words) {
      if (first >= 0) {
        throw label.bad(
            "goes on after the " + words + " words that line 1 says; it is damaged, get it again");
      }
      return false;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = first; b != ' '; b = in.read()) {
      if (b < 0) {
        throw cut();
      }
      if (bytes.size() == MAX_WORD) {
        throw label.bad(
            "has no space after word " + (number + 1) + "; it is damaged, get it again");
      }
      bytes.write(b);
    }
    word = bytes.toByteArray();
    vector = in.readNBytes(width * Float.BYTES);
    if (vector.length < width * Float.BYTES) {
      throw cut();
    }
    number++;
    return true;
  }

  private BadSettingException cut() {
    return label.bad("ends within word %s of %s; get the whole file".formatted(number + 1, words));
  }

  /** Returns the bytes of the last word that was read. */
  byte[] word() {
    return word;
  }

  /** Returns the vector of the last word that was read. */
  float[] vector() {
    float[] numbers = new float[width];
    ByteBuffer.wrap(vector).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    for (int i = 0; i < width; i++) {
      if (!Float.isFinite(numbers[i])) {
        throw label.bad(
            "word %s has %s as number %s of %s; every number must be finite"
                .formatted(number, numbers[i], i + 1, width));
      }
    }
    return numbers;
  }
}
