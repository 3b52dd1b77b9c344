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
 * The remains of dead runs in a run folder: their claims, their files, and the folders that
 * committers keep there.
 */
record Leftovers(FileSystem fileSystem, Path path) {
  /**
   * Returns whether a name in a run folder belongs to a committer. Hadoop's own committer uses
   * {@code _temporary}. The S3A committers use {@code __magic}, with the job's id in newer
   * versions.
   */
  static boolean isOfCommitter(String name) {
    return name.equals("_temporary") || name.equals("__magic") || name.startsWith("__magic_job-");
  }

  /**
   * Removes all leftovers and aborts uploads that nobody will complete. Call this only when the run
   * owns the folder.
   *
   * @throws IOException if something remains
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
   * @throws IOException if it is still there afterward
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
