package io.corpusattention.table.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A local file system that sets permissions in Java. Without its native library, Hadoop starts the
 * program chmod for every file and folder that it creates, and a run creates a dozen.
 */
final class LocalFiles extends RawLocalFileSystem {
  private LocalFiles(Configuration conf) throws IOException {
    initialize(FsConstants.LOCAL_FS_URI, conf);
  }

  /** Returns the given file system, or this one instead of Hadoop's local file system. */
  static FileSystem orSame(FileSystem fileSystem) throws IOException {
    return fileSystem instanceof LocalFileSystem
        ? new LocalFiles(fileSystem.getConf())
        : fileSystem;
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    try {
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(),
          PosixFilePermissions.fromString(
              permission.getUserAction().SYMBOL
                  + permission.getGroupAction().SYMBOL
                  + permission.getOtherAction().SYMBOL));
    } catch (UnsupportedOperationException notPosix) {
      super.setPermission(path, permission);
    }
  }
}
