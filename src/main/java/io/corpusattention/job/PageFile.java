package io.corpusattention.job;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.HadoopPaths;
import io.corpusattention.corpus.RootCause;
import io.corpusattention.table.WriteMode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The one file that report writes, on any file system: it is there whole, or not at all. */
final class PageFile {
  private final String location;
  private final Path path;

  private PageFile(String location, Path path) {
    this.location = location;
    this.path = path;
  }

  /**
   * Looks at where the file will be, and changes nothing.
   *
   * @param inputs folders that are read: the file may not lie in one of them
   * @throws BadSettingException where a folder is there, or a file that must not be replaced
   */
  static PageFile open(String location, WriteMode mode, List<Path> inputs, Configuration conf) {
    Path path = HadoopPaths.path("--output", location);
    FileSystem fileSystem = HadoopPaths.fileSystem("--output", path, conf);
    try {
      Path canonical = HadoopPaths.canonical(path, conf);
      for (Path input : inputs) {
        if (HadoopPaths.isWithin(canonical, HadoopPaths.canonical(input, conf))) {
          throw new BadSettingException(
              "--output "
                  + location
                  + ": lies in "
                  + input
                  + ", which is read; choose another place");
        }
      }
      if (fileSystem.exists(path)) {
        if (fileSystem.getFileStatus(path).isDirectory()) {
          throw new BadSettingException(
              "--output "
                  + location
                  + ": is a folder; name the file to write, such as report.html");
        }
        if (mode == WriteMode.ERROR) {
          throw new BadSettingException(
              "--output "
                  + location
                  + ": is there already; use --mode overwrite to replace it, or choose another"
                  + " name");
        }
      }
      return new PageFile(location, path);
    } catch (IOException e) {
      throw new BadSettingException(
          "--output " + location + ": cannot be used: " + RootCause.of(e), e);
    }
  }

  /** Writes it under another name first. */
  void write(byte[] content, Configuration conf) {
    FileSystem fileSystem = HadoopPaths.fileSystem("--output", path, conf);
    Path pending = path.suffix("." + UUID.randomUUID() + ".part");
    try {
      fileSystem.setWriteChecksum(false);
      try (OutputStream out = fileSystem.create(pending, true)) {
        out.write(content);
      }
      fileSystem.delete(path, false);
      if (!fileSystem.rename(pending, path)) {
        throw new IOException("the finished file could not be given its name");
      }
    } catch (IOException e) {
      throw new BadSettingException(
          "--output " + location + ": cannot be written: " + RootCause.of(e), e);
    }
  }
}
