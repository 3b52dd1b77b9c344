package io.corpusattention.job.report;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a file completely or not at all, on any file system. */
final class WholeFile {
  /** The suffix of a file's name until the file is complete. */
  static final String PENDING = ".part";

  private WholeFile() {}

  /** A check that runs right before a file is renamed to its final name. */
  interface Check {
    void run() throws IOException;
  }

  /**
   * Writes a file under a temporary name, and then replaces the existing file with it.
   *
   * @param last throws an exception if the file must not be replaced, because another run may have
   *     written it meanwhile
   */
  static void write(FileSystem fileSystem, Path path, byte[] content, Check last)
      throws IOException {
    Path pending = path.suffix(PENDING);
    // Hadoop's checksum files (.name.crc, on local disks only) are useless to a browser.
    fileSystem.setWriteChecksum(false);
    boolean done = false;
    try {
      try (OutputStream out = fileSystem.create(pending, true)) {
        out.write(content);
      }
      last.run();
      fileSystem.delete(path, false);
      done = fileSystem.rename(pending, path);
      if (!done) {
        throw new IOException("the finished file could not be given its name");
      }
    } finally {
      if (!done) {
        fileSystem.delete(pending, false);
      }
    }
  }
}
