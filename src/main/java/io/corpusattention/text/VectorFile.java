package io.corpusattention.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads word vectors in the text formats of GloVe and word2vec, or in word2vec's binary format. In
 * text, each line has a word and its numbers, separated by spaces. word2vec's text format starts
 * with a line that has the number of words and the width. The file may be compressed and may begin
 * with a byte order mark.
 *
 * <p>A word may contain spaces, as some words of GloVe do, because the last {@code width} fields
 * are the numbers. A word that is not valid UTF-8 is skipped, because no text contains it. If a
 * word occurs twice, the first one counts. The file is read once from start to end, and only the
 * vectors of the requested words are kept.
 */
public final class VectorFile {
  /** How many lines at the start of a file without a header decide its width by majority. */
  private static final int LINES_FOR_WIDTH = 100;

  private final Given label;
  private final Set<String> wanted; // null for all
  private final boolean mean;
  private final List<String> words = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();
  private final Set<String> found = new HashSet<>();
  private int width;
  private double[] sums; // sums of all vectors, if their mean is requested; null before the first
  private long count;

  private VectorFile(Given label, Set<String> wanted, boolean mean) {
    this.label = label;
    this.wanted = wanted;
    this.mean = mean;
  }

  /**
   * Reads the vectors of some words.
   *
   * @param in the file from its start, compressed or not
   * @param label the setting with the file, for messages
   * @param wanted the words to read, spelled as in the file
   * @param mean whether to also compute the mean of all vectors
   * @throws BadSettingException if the file does not hold vectors of a single width
   */
  public static WordVectors read(InputStream in, Given label, Set<String> wanted, boolean mean)
      throws IOException {
    return new VectorFile(label, wanted, mean).read(in);
  }

  /**
   * Reads the vectors of all words in the file, and their mean.
   *
   * @param in the file from its start, compressed or not
   * @param label the setting with the file, for messages
   * @throws BadSettingException if the file does not hold vectors of a single width, or holds more
   *     than fit in an array
   */
  public static WordVectors readAll(InputStream in, Given label) throws IOException {
    return new VectorFile(label, null, true).read(in);
  }

  /** Returns the width of a file's vectors, from its first lines. */
  public static int width(InputStream in, Given label) throws IOException {
    VectorFile file = new VectorFile(label, Set.of(), false);
    InputStream text = VectorStart.of(in, label);
    VectorBinary binary = VectorBinary.open(text, label);
    if (binary != null) {
      return binary.width();
    }
    file.start(new VectorLines(label, text));
    return file.width;
  }

  private WordVectors read(InputStream in) throws IOException {
    InputStream text = VectorStart.of(in, label);
    VectorBinary binary = VectorBinary.open(text, label);
    if (binary != null) {
      width = binary.width();
      while (binary.next()) {
        take(binary.word(), binary.word().length, binary::vector);
      }
    } else {
      VectorLines lines = new VectorLines(label, text);
      start(lines);
      while (lines.next()) {
        take(lines.bytes(), lines.length(), lines.number());
      }
    }
    if (count == 0) {
      throw label.bad("holds no vectors; a line is a word and its numbers");
    }
    return vectors();
  }

  /** Finds the width from the first lines, then takes these lines. */
  private void start(VectorLines lines) throws IOException {
    List<byte[]> first = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    while (first.size() < LINES_FOR_WIDTH && lines.next()) {
      first.add(lines.copy());
      numbers.add(lines.number());
    }
    boolean header = !first.isEmpty() && isHeader(first);
    width = header ? headerWidth(first.get(0)) : usualWidth(first);
    for (int i = header ? 1 : 0; i < first.size(); i++) {
      take(first.get(i), first.get(i).length, numbers.get(i));
    }
  }

  /**
   * Returns whether the first line is a header: two whole numbers, and not as wide as the next
   * line.
   */
  private static boolean isHeader(List<byte[]> first) {
    return text(first.get(0)).strip().matches("\\d{1,12} \\d{1,9}")
        && (first.size() == 1 || spaces(first.get(1), first.get(1).length) != 1);
  }

  private int headerWidth(byte[] line) {
    String text = text(line).strip();
    int number = Integer.parseInt(text.substring(text.indexOf(' ') + 1));
    if (number == 0) {
      throw label.bad("line 1 says that vectors have 0 numbers");
    }
    return number;
  }

  private int usualWidth(List<byte[]> first) {
    Map<Integer, Integer> lines = new TreeMap<>();
    first.forEach(line -> lines.merge(spaces(line, line.length), 1, Integer::sum));
    lines.remove(0);
    return lines.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow(
            () ->
                label.bad(
                    "holds no vectors; a line is a word and its numbers, with spaces"
                        + " between"));
  }

  private static int spaces(byte[] line, int length) {
    int spaces = 0;
    for (int i = 0; i < length; i++) {
      if (isSpace(line[i])) {
        spaces++;
      }
    }
    return spaces;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private void take(byte[] line, int length, long number) {
    int at = length;
    for (int fields = 0; fields < width; fields++) {
      do {
        at--;
      } while (at >= 0 && !isSpace(line[at]));
      if (at < 0) {
        throw wrongWidth(line, length, number);
      }
    }
    // If the word ends with a decimal fraction, the vector has one number too many.
    int last = at - 1;
    boolean point = false;
    boolean digit = false;
    while (last >= 0 && isOfNumber(line[last])) {
      point |= line[last] == '.';
      digit |= line[last] >= '0' && line[last] <= '9';
      last--;
    }
    if (last > 0 && isSpace(line[last]) && point && digit) {
      throw wrongWidth(line, length, number);
    }
    int end = at;
    take(line, end, () -> numbers(line, end, length, number));
  }

  private void take(byte[] bytes, int wordLength, Supplier<float[]> numbers) {
    count++;
    String word = word(bytes, wordLength);
    boolean keep = word != null && (wanted == null || wanted.contains(word)) && found.add(word);
    if (keep || mean) {
      float[] vector = numbers.get();
      sums = sums == null ? new double[width] : sums;
      for (int i = 0; i < (mean ? width : 0); i++) {
        sums[i] += vector[i];
      }
      if (keep) {
        words.add(word);
        vectors.add(vector);
      }
    }
  }

  private static boolean isOfNumber(byte b) {
    return (b >= '0' && b <= '9') || b == '.' || b == '-' || b == '+' || b == 'e' || b == 'E';
  }

  /** Returns the word, or null if its bytes are not UTF-8. */
  private static String word(byte[] line, int length) {
    String word = new String(line, 0, length, StandardCharsets.UTF_8);
    boolean damaged =
        word.indexOf('\uFFFD') >= 0
            && !Arrays.equals(word.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(line, length));
    return damaged ? null : word;
  }

  private float[] numbers(byte[] line, int start, int length, long number) {
    float[] vector = new float[width];
    int at = start + 1;
    for (int i = 0; i < width; i++) {
      int end = at;
      boolean digits = true;
      while (end < length && !isSpace(line[end])) {
        digits &= isOfNumber(line[end]);
        end++;
      }
      String text = new String(line, at, end - at, StandardCharsets.ISO_8859_1);
      vector[i] = digits ? parsed(text) : Float.NaN;
      if (!Float.isFinite(vector[i])) {
        throw label.bad(
            ("line %s has '%s' as number %s of %s; every number must be finite, and written in "
                    + "digits")
                .formatted(number, shown(text), i + 1, width));
      }
      at = end + 1;
    }
    return vector;
  }

  private static float parsed(String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  private BadSettingException wrongWidth(byte[] line, int length, long number) {
    return label.bad(
        ("line %s ('%s...') has %s numbers after its word, but the vectors of this file have "
                + "%s; fix or remove that line")
            .formatted(
                number,
                shown(new String(line, 0, Math.min(length, 40), StandardCharsets.UTF_8)),
                spaces(line, length),
                width));
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }

  private static String shown(String text) {
    String clean = text.replaceAll("[^ -~]", "?");
    return clean.length() > 40 ? clean.substring(0, 40) : clean;
  }

  private WordVectors vectors() {
    if ((long) words.size() * width > Integer.MAX_VALUE - 8) {
      throw label.bad(
          ("%s%s%s, and their vectors of %s numbers are more than a Java array holds; take "
                  + "vectors of fewer numbers")
              .formatted(
                  wanted == null ? "it holds " : "the corpus uses ",
                  words.size(),
                  wanted == null ? " words" : " of its words",
                  width));
    }
    float[] matrix = new float[words.size() * width];
    for (int i = 0; i < words.size(); i++) {
      System.arraycopy(vectors.set(i, null), 0, matrix, i * width, width);
    }
    float[] meanVector = mean ? WordVectors.mean(sums, count) : null;
    return new WordVectors(width, words.toArray(new String[0]), matrix, meanVector);
  }
}
