package io.corpusattention.text.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that text is read from files in the formats of their tools, or refused. */
class TextBytesTest {
  private static final Path FILES = Path.of("src/test/resources/compressed");
  private static final String MARK = "\uFEFF";

  static Stream<Path> compressed() throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve("read"))) {
      return files.filter(file -> !file.toString().endsWith(".txt")).sorted().toList().stream();
    }
  }

  private static byte[] read(byte[] file, String name) throws IOException {
    try (InputStream in = TextBytes.of(new ByteArrayInputStream(file), Setting.VECTORS.of(name))) {
      return in.readAllBytes();
    }
  }

  private static String text() throws IOException {
    return Files.readString(FILES.resolve("lines.txt"));
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void allMembersOfAFileAreRead(Path file) throws IOException {
    String read =
        new String(read(Files.readAllBytes(file), file.toString()), StandardCharsets.UTF_8);
    assertThat(read.startsWith(MARK) ? read.substring(1) : read).isEqualTo(text());
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void aFileThatIsCutIsAnErrorWhereverItIsCut(Path file) throws IOException {
    String name = file.toString();
    byte[] whole = Files.readAllBytes(file);
    List<Integer> silent = new ArrayList<>();
    // If the name does not show the format, the first bytes are needed to detect it.
    for (int length = name.endsWith("suffix") ? 10 : 1; length < whole.length; length++) {
      try {
        read(Arrays.copyOf(whole, length), name);
        silent.add(length);
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    JsonNode members = new ObjectMapper().readTree(FILES.resolve("members.json").toFile());
    List<Integer> wholeMembers = new ArrayList<>();
    members.path(file.getFileName().toString()).forEach(at -> wholeMembers.add(at.asInt()));
    if (name.endsWith("snappy-without-suffix") || name.endsWith("mark.snappy")) {
      wholeMembers.add(10); // as of one.snappy
    }
    assertThat(silent).isEqualTo(wholeMembers);
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void aByteThatIsDamagedIsAnErrorOfTheFileAndOfNothingElse(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 3) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      try {
        read(damaged, file.toString());
      } catch (IOException | BadSettingException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zip, is a ZIP archive; unpack it",
    "tar, is a tar archive; unpack it",
    "lines.tar.gz, is a tar archive; unpack it",
    "twice.gz, 'is gzip, and what is in it is xz once more'",
    "lzma, 'is LZMA, which is not read; decompress it'",
    "lines.br, 'is Brotli, which is not read; decompress it'",
    "old-lz4, 'is LZ4 in its legacy format, which is not read'",
    "utf-16, is in UTF-16 or UTF-32; convert it to UTF-8",
    "git-lfs, is a pointer of Git LFS and not the file itself; run git lfs pull",
    "parquet, is Parquet; give",
    "numpy, is an array of NumPy; give",
    "pickle, is pickled by Python; give"
  })
  void whatIsNoTextIsNamed(String file, String said) throws IOException {
    byte[] bytes = Files.readAllBytes(FILES.resolve("refused").resolve(file));
    assertThatThrownBy(() -> read(bytes, file))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("vectors " + file + ": " + said);
  }

  @Test
  void anArchiveThatIsCompressedIsNamedWhateverItsName() throws IOException {
    byte[] bytes = Files.readAllBytes(FILES.resolve("refused/tar.gz"));
    assertThatThrownBy(() -> read(bytes, "lines.gz"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("is gzip, and what is in it is a tar archive; unpack it");
  }

  @Test
  void textIsTextWhateverItBeginsWith() throws IOException {
    for (String text :
        List.of("BZh9 is how bzip2 begins", "PK", "ORC", "ustar", "<html>", "x", "", "Obj", "]")) {
      assertThat(read(text.getBytes(StandardCharsets.UTF_8), "a.txt")).asString().isEqualTo(text);
      assertThat(read(text.getBytes(StandardCharsets.UTF_8), "kervarker.br"))
          .as("Breton")
          .asString()
          .isEqualTo(text);
    }
  }

  @Test
  void aSizeThatABlockOnlyClaimsTakesNoMemory() {
    byte[] claim = {0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 1, 2, 3};
    for (String name : List.of("a.lz4", "a.snappy")) {
      assertThatThrownBy(() -> read(claim, name))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Hadoop");
    }
  }
}
