package io.corpusattention.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.BadSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The seed inputs of the fuzz tests, and what the tests expect of a reader. */
public final class Inputs {
  private static final Path RESOURCES = Path.of("src/test/resources");

  /** Reads bytes as the file that a setting names. */
  @FunctionalInterface
  public interface Reader {
    /** Reads the bytes once. */
    void read() throws IOException;
  }

  private Inputs() {}

  /** Verifies that a reader accepts its bytes or refuses them with a one-line message. */
  public static void readOrRefuse(Reader reader) throws IOException {
    try {
      reader.read();
    } catch (BadSettingException refused) {
      assertThat(refused.getMessage().lines()).hasSize(1);
    }
  }

  /** Returns the files in a folder of the test resources and in its subfolders. */
  public static Stream<byte[]> files(String folder, String ending) {
    try (Stream<Path> files = Files.walk(RESOURCES.resolve(folder))) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
          .sorted()
          .map(Inputs::bytes)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
