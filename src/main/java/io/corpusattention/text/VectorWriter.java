package io.corpusattention.text;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Writes word vectors in word2vec's text format, for {@link VectorFile} and other programs. */
public final class VectorWriter {
  private VectorWriter() {}

  /**
   * Writes vectors with a header. Each number reads back unchanged. Omits words that contain
   * whitespace, because readers could not always separate them from their numbers.
   */
  public static void write(WordVectors vectors, OutputStream to) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(to, 1 << 16);
    long written =
        IntStream.range(0, vectors.size()).filter(row -> isPlain(vectors.word(row))).count();
    String header = written + " " + vectors.width() + "\n";
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    StringBuilder line = new StringBuilder();
    for (int row = 0; row < vectors.size(); row++) {
      if (!isPlain(vectors.word(row))) {
        continue;
      }
      line.setLength(0);
      line.append(vectors.word(row));
      for (int i = 0; i < vectors.width(); i++) {
        line.append(' ').append(vectors.matrix()[row * vectors.width() + i]);
      }
      out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private static boolean isPlain(String word) {
    return !word.isEmpty() && word.chars().noneMatch(Character::isWhitespace);
  }
}
