package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that GloVe and word2vec files are read as they are distributed. */
class VectorFileTest {
  private static final Path FILES = Path.of("src/test/resources/vectors");
  private static final String PLAIN = "the 1 2.5 -3e-2\ncat 4 5 6\n. . . 7 8 9\nat 1 10 11 12\n";

  private static WordVectors read(byte[] file, String... wanted) throws IOException {
    return VectorFile.read(
        new ByteArrayInputStream(file), Setting.VECTORS.of("v"), Set.of(wanted), true);
  }

  private static WordVectors read(String file, String... wanted) throws IOException {
    return read(file.getBytes(StandardCharsets.UTF_8), wanted);
  }

  private static float[] vector(WordVectors vectors, String word) {
    int row = vectors.find(word);
    return row < 0
        ? null
        : Arrays.copyOfRange(vectors.matrix(), row * vectors.width(), (row + 1) * vectors.width());
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(String file) {
    return assertThatThrownBy(() -> read(file, "the"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("vectors v: ");
  }

  @Test
  void withoutAndWithAHeader() throws IOException {
    for (String file :
        new String[] {PLAIN, "4 3\n" + PLAIN, "4 3\n" + PLAIN.replace("\n", " \r\n")}) {
      WordVectors vectors = read(file, "the", "cat", "dog");
      assertThat(vectors.size()).isEqualTo(2);
      assertThat(vector(vectors, "the")).containsExactly(1, 2.5f, -3e-2f);
      assertThat(vector(vectors, "cat")).containsExactly(4, 5, 6);
      assertThat(vector(vectors, "dog")).isNull();
    }
    assertThat(read("2 2\na 1 2\n3 4 5\n", "3").width()).isEqualTo(2);
  }

  @Test
  void wordsMayContainSpaces() throws IOException {
    WordVectors vectors = read(PLAIN + "... ... 1 2 3\n", ". . .", "at 1", "at", "... ...");
    assertThat(vector(vectors, ". . .")).containsExactly(7, 8, 9);
    assertThat(vector(vectors, "at 1")).containsExactly(10, 11, 12);
    assertThat(vector(vectors, "... ...")).containsExactly(1, 2, 3);
    assertThat(vector(vectors, "at")).isNull();
  }

  @Test
  void wordsInBytesThatAreNotUtf8ArePassedOver() throws IOException {
    byte[] file = "the 1 2\n# 3 4\n\uFFFD 5 6\n".getBytes(StandardCharsets.UTF_8);
    file[8] = (byte) 0xE9;
    WordVectors vectors = read(file, "the", "\uFFFD");
    assertThat(vector(vectors, "the")).containsExactly(1, 2);
    assertThat(vector(vectors, "\uFFFD")).containsExactly(5, 6);
  }

  @Test
  void gzippedFilesAreReadWhateverTheirName() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(PLAIN.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(vector(read(zipped.toByteArray(), "cat"), "cat")).containsExactly(4, 5, 6);
  }

  static Stream<Path> otherForms() throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve("read"))) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("otherForms")
  void theSameBitsAreReadFromEveryForm(Path file) throws IOException {
    List<String> lines = Files.readAllLines(FILES.resolve("vectors.txt"));
    String[] words = lines.stream().map(line -> line.split(" ", -1)[0]).toArray(String[]::new);
    WordVectors read = read(file, words);
    assertThat(read.size()).isEqualTo(words.length);
    for (String line : lines) {
      String[] fields = line.split(" ", -1);
      float[] vector = vector(read, fields[0]);
      assertThat(vector).as(fields[0]).hasSize(fields.length - 1);
      for (int i = 0; i < vector.length; i++) {
        assertThat(vector[i]).isEqualTo((float) Double.parseDouble(fields[i + 1]));
      }
    }
    WordVectors text = read(FILES.resolve("vectors.txt"), words);
    assertThat(read.mean()).containsExactly(text.mean());
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(VectorFile.width(in, Setting.VECTORS.of(file.toString()))).isEqualTo(text.width());
    }
  }

  private static WordVectors read(Path file, String... wanted) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return VectorFile.read(in, Setting.VECTORS.of(file.toString()), Set.of(wanted), true);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zip, is a ZIP archive; unpack it",
    "utf-16, is in UTF-16 or UTF-32; convert it to UTF-8",
    "git-lfs, is a pointer of Git LFS and not the file itself; run git lfs pull",
    "html, is an HTML page; download the file itself",
    "numpy, is an array of NumPy; give",
    "cut.bin, ends within word 7 of 7; get the whole file",
    "short.bin, ends within word 7 of 7; get the whole file",
    "more.bin, goes on after the 7 words that line 1 says",
    "nan.bin, word 1 has NaN as number 1 of 5",
    "fasttext.bin, is a model in fastText's own binary format; give",
    "width.txt, line 2",
    "width.bin, line 1 says that vectors have 999999999 numbers"
  })
  void whatIsNoFileOfVectorsIsNamed(String file, String said) {
    Path path = FILES.resolve("refused").resolve(file);
    assertThatThrownBy(() -> read(path, "the", "</s>"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("vectors " + path + ": " + said);
  }

  @Test
  void ofAWordThatIsThereTwiceTheFirstCounts() throws IOException {
    assertThat(vector(read("a 1 2\nb 3 4\na 5 6\n", "a"), "a")).containsExactly(1, 2);
  }

  @Test
  void wordsAreLookedForAsWrittenAndThenInLowerCase() throws IOException {
    WordVectors vectors = read("us 1 2\nUS 3 4\nthe 5 6\n", "us", "US", "the", "The");
    assertThat(vector(vectors, "US")).containsExactly(3, 4);
    assertThat(vector(vectors, "us")).containsExactly(1, 2);
    assertThat(vector(vectors, "THE")).containsExactly(5, 6);
  }

  @Test
  void theMeanIsThatOfAllVectorsWantedOrNot() throws IOException {
    assertThat(read("a 1 2\nb 3 4\nc 5 12\n", "b").mean()).containsExactly(3, 6);
  }

  @Test
  void aLineOfAnotherWidthIsNamed() {
    String many = "the 1 2 3\n".repeat(150);
    assertRefused(many + "cat 1 2\n" + many).hasMessageContainingAll("line 151", "'cat 1 2", "3");
    assertRefused("cat 1 2\n" + many).hasMessageContaining("line 1 ");
    assertRefused(many + "cat 0.5 1 2 3\n").hasMessageContainingAll("line 151", "has 4 numbers");
    assertRefused("2 4\nthe 1 2 3\n").hasMessageContainingAll("line 2", "have 4");
    assertRefused("\n\nthe 1 2\na 1 2\nb 1\n").hasMessageContaining("line 5");
  }

  @Test
  void whatIsNoFiniteNumberIsNamed() {
    assertRefused("a 1 2\nthe 1 NaN\n").hasMessageContainingAll("line 2", "'NaN'", "number 2 of 2");
    assertRefused("a 1 2\nthe x 1\n").hasMessageContainingAll("line 2", "'x'");
    assertRefused("a 1 2\nthe 1e99 1\n").hasMessageContainingAll("line 2", "'1e99'");
    assertRefused("a 1 2\nthe 1  1\n").hasMessageContaining("line 2");
  }

  @Test
  void filesThatHoldNoVectorsAreRefused() {
    assertRefused("").hasMessageContaining("holds no vectors");
    assertRefused("words\nonly\n").hasMessageContaining("holds no vectors");
    assertRefused("2 3\n").hasMessageContaining("holds no vectors");
    assertRefused("x".repeat(1 << 25)).hasMessageContaining("no end");
  }

  @Test
  void whatIsWrittenIsReadBackToTheBit() throws IOException {
    float[] numbers = {0.1f, Float.MIN_VALUE, -Float.MAX_VALUE, 1 / 3f, -0f, 1e-8f};
    String[] words = {"naïve", "\u00e9.5", "😀"};
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    VectorWriter.write(new WordVectors(2, words, numbers, null), file);
    WordVectors back = read(file.toByteArray(), words);
    assertThat(back.matrix()).containsExactly(numbers);
    assertThat(back.word(1)).isEqualTo("\u00e9.5");
  }
}
