package io.corpusattention.table.run;

import java.io.IOException;
import java.net.URI;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk as seen by a process that can die. After a given number of changes, it makes no
 * more. It can also refuse to remove some files.
 */
public class KillableFileSystem extends RawLocalFileSystem {
  private static int changesLeft = Integer.MAX_VALUE;
  private static Predicate<Path> stuck = path -> false;

  /** The same file system without atomic renames of folders, like an object store. */
  public static final class ObjectStore extends KillableFileSystem {
    static final String SCHEME = "objects";

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }
  }

  /** Signals that the process has died. */
  static final class KilledException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Returns a Hadoop configuration in which all files are on this file system. */
  static Configuration conf() {
    Configuration conf = new Configuration();
    conf.set("fs.file.impl", KillableFileSystem.class.getName());
    conf.setBoolean("fs.file.impl.disable.cache", true);
    conf.set("fs." + ObjectStore.SCHEME + ".impl", ObjectStore.class.getName());
    conf.setBoolean("fs." + ObjectStore.SCHEME + ".impl.disable.cache", true);
    return conf;
  }

  /** Makes the process die after a number of further changes. */
  static void killAfter(int changes) {
    changesLeft = changes;
  }

  /** Returns whether the process has died. */
  static boolean isKilled() {
    return changesLeft < 0;
  }

  /** Starts a new process, which is alive. */
  static void revive() {
    changesLeft = Integer.MAX_VALUE;
    stuck = path -> false;
  }

  /** Sets the files that cannot be removed. */
  static void stuck(Predicate<Path> files) {
    stuck = files;
  }

  private static void change() throws IOException {
    if (changesLeft <= 0) {
      changesLeft = -1;
      throw new KilledException();
    }
    changesLeft--;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    change();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return !stuck.test(path) && super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return mkdirs(path, null);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    change();
    return permission == null ? super.mkdirs(path) : super.mkdirs(path, permission);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change();
    return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }
}
