package io.corpusattention.job.report;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a file that is there whole, or not at all, on any file system. */
final class WholeFile {
  /** Ends the name that a file has until it is whole. */
  static final String PENDING = ".part";

  private WholeFile() {}

  /** What is done right before a file takes its place. */
  interface Check {
    void run() throws IOException;
  }

  /**
   * Writes a file under another name first, and puts it in the place of what is there.
   *
   * @param last throws what forbids the file to take its place, since another run may have been
   *     faster
   */
  static void write(FileSystem fileSystem, Path path, byte[] content, Check last)
      throws IOException {
    Path pending = path.suffix(PENDING);
    // Hadoop's checksum files (.name.crc) are of no use to a browser; local disks only.
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
