package io.corpusattention.table.run;

import io.corpusattention.corpus.files.RunLayout;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;

/**
 * What dead runs have left in a run folder: their claims, files, and what committers keep there.
 */
record Leftovers(FileSystem fileSystem, Path path) {
  /**
   * Whether a name in a run folder is a committer's: Hadoop's own keeps {@code _temporary}, those
   * of S3A {@code __magic}, with the job's id in newer versions.
   */
  static boolean isOfCommitter(String name) {
    return name.equals("_temporary") || name.equals("__magic") || name.startsWith("__magic_job-");
  }

  /**
   * Removes all of it, and gives up uploads that nobody will complete; the folder is this run's.
   *
   * @throws IOException where something remains
   */
  void clear(String own) throws IOException {
    for (FileStatus child : children(new Path(path, RunLayout.RUNNING))) {
      String name = child.getPath().getName();
      if (!name.equals(own) && !name.equals(own + ".json")) {
        remove(child.getPath());
      }
    }
    for (FileStatus child : children(path)) {
      if (isOfCommitter(child.getPath().getName())) {
        remove(child.getPath());
      }
    }
    if (fileSystem.hasPathCapability(path, CommonPathCapabilities.FS_MULTIPART_UPLOADER)) {
      abortUploads();
    }
  }

  private void abortUploads() throws IOException {
    try (MultipartUploader uploads = fileSystem.createMultipartUploader(path).build()) {
      uploads.abortUploadsUnderPath(path).get();
    } catch (ExecutionException e) {
      throw new IOException("uploads of a run that died cannot be given up", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private FileStatus[] children(Path folder) throws IOException {
    try {
      return fileSystem.listStatus(folder);
    } catch (FileNotFoundException none) {
      return new FileStatus[0];
    }
  }

  /**
   * Removes a file or a folder.
   *
   * @throws IOException where it is still there afterwards
   */
  void remove(Path what) throws IOException {
    boolean removed;
    try {
      removed = fileSystem.delete(what, true);
    } catch (IOException e) {
      throw new IOException(what + " cannot be removed: " + e.getMessage(), e);
    }
    if (!removed && fileSystem.exists(what)) {
      throw new IOException(what + " cannot be removed");
    }
  }
}
