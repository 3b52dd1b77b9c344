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

/** Reads a matrix from the .npy file that a setting names, on any file system. */
public final class MatrixFile {
  private MatrixFile() {}

  /**
   * Reads the matrix.
   *
   * @param given the setting that names the file
   * @param meaning the meaning of the two dimensions, for messages: {@code [queries, d_in]}
   * @throws io.corpusattention.attention.BadSettingException if the file cannot be read as a matrix
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
