package io.corpusattention.corpus.files;

import io.corpusattention.attention.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** Checks names of files on a local disk, which Java decodes with the locale it was started in. */
final class FileNames {
  /** The property with the locale's encoding of file names. */
  private static final String ENCODING = "sun.jnu.encoding";

  private FileNames() {}

  /**
   * Refuses a path to files whose names Java cannot read, because Hadoop would skip them.
   *
   * @param pattern the path that the user gives, which may be a glob
   */
  static void requireReadable(Setting setting, Path pattern, String scheme) throws IOException {
    String encoding = System.getProperty(ENCODING, "");
    if (encoding.equalsIgnoreCase("UTF-8") || !"file".equals(scheme)) {
      return;
    }
    Path base = pattern;
    while (base.getParent() != null && base.toString().matches(".*[*?\\[{].*")) {
      base = base.getParent();
    }
    java.nio.file.Path local = java.nio.file.Path.of(base.toUri().getPath());
    if (!Files.isDirectory(local)) {
      return;
    }
    try (Stream<java.nio.file.Path> files = Files.walk(local)) {
      Optional<java.nio.file.Path> unreadable =
          files.filter(file -> file.toString().contains("\uFFFD")).findFirst();
      if (unreadable.isPresent()) {
        throw setting
            .of(pattern)
            .bad(
                "has a file whose name Java cannot read in the encoding "
                    + encoding
                    + ", "
                    + unreadable.get()
                    + "; set LC_ALL=C.UTF-8 where Spark starts");
      }
    }
  }
}
