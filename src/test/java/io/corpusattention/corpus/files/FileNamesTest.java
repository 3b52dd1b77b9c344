package io.corpusattention.corpus.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests file names in a Java process that starts with an ASCII locale. */
class FileNamesTest {
  @TempDir private Path temp;

  /** Checks a path as a job does and prints what is wrong with it. */
  static final class Look {
    private Look() {}

    public static void main(String[] args) throws IOException {
      try {
        InputPaths.requireDistinctMatches(Setting.INPUT, List.of(args), new Configuration());
        System.out.println("fine");
      } catch (BadSettingException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private String look(String path, String locale) throws IOException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Look.class.getName(),
            path);
    java.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    java.environment().put("LC_ALL", locale);
    java.redirectError(new File("/dev/null"));
    return new String(java.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aFileThatWouldBePassedOverStopsTheJob() throws IOException {
    Files.createFile(temp.resolve("part.parquet"));
    assertThat(look(temp.toString(), "POSIX")).isEqualTo("fine\n");
    Path folder = Files.createDirectory(temp.resolve("folder"));
    Files.createFile(folder.resolve("\u65e5.parquet"));
    for (String path : List.of(temp.toString(), temp + "/*", temp + "/fold*/*.parquet")) {
      assertThat(look(path, "POSIX"))
          .contains("has a file whose name Java cannot read", "set LC_ALL=C.UTF-8");
      assertThat(look(path, "C.UTF-8")).isEqualTo("fine\n");
    }
  }
}
