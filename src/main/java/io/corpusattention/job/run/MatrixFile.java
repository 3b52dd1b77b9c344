package io.corpusattention.job.run;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.weights.npy.NpyReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A matrix that a setting names: one .npy file, on any file system. */
public final class MatrixFile {
  private MatrixFile() {}

  /**
   * Reads it.
   *
   * @param given the setting with the file
   * @param meaning of its two dimensions, for messages: {@code [queries, d_in]}
   * @throws io.corpusattention.attention.BadSettingException where it cannot be read as such
   */
  public static Matrix read(Given given, String meaning, Configuration conf) {
    Path path = HadoopPaths.path(given.setting(), given.value());
    FileSystem fileSystem = HadoopPaths.fileSystem(given.setting(), path, conf);
    try {
      FileStatus status = fileSystem.getFileStatus(path);
      if (status.isDirectory()) {
        throw given.bad("is a folder; give one .npy file of float32, " + meaning);
      }
      try (InputStream in = fileSystem.open(path)) {
        return NpyReader.read(given, in, status.getLen()).matrix(meaning);
      }
    } catch (FileNotFoundException e) {
      throw given.bad("there is no such file; give a .npy file of float32, " + meaning).causedBy(e);
    } catch (IOException e) {
      throw given.bad("cannot be read: " + RootCause.of(e)).causedBy(e);
    }
  }
}
