package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.weights.WeightFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder of weights on any file system Hadoop knows. */
public final class HadoopWeightFiles implements WeightFiles {
  private final String location;
  private final Path folder;
  private final FileSystem fileSystem;

  private HadoopWeightFiles(String location, Path folder, FileSystem fileSystem) {
    this.location = location;
    this.folder = folder;
    this.fileSystem = fileSystem;
  }

  /**
   * Opens a folder.
   *
   * @throws BadSettingException where there is none
   */
  public static HadoopWeightFiles open(String location, Configuration conf) {
    Path folder = HadoopPaths.path("--weights", location);
    FileSystem fileSystem = HadoopPaths.fileSystem("--weights", folder, conf);
    try {
      if (!fileSystem.getFileStatus(folder).isDirectory()) {
        throw new BadSettingException(
            "--weights "
                + location
                + ": is a file; give the folder that holds W_q.npy, W_k.npy"
                + " and W_v.npy");
      }
    } catch (FileNotFoundException e) {
      throw new BadSettingException(
          "--weights "
              + location
              + ": does not exist; give a folder with W_q.npy, W_k.npy and"
              + " W_v.npy",
          e);
    } catch (IOException e) {
      throw new BadSettingException(
          "--weights " + location + ": cannot be read: " + RootCause.of(e), e);
    }
    return new HadoopWeightFiles(location.replaceAll("(?<=[^/:])/+$", ""), folder, fileSystem);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public boolean exists(String name) throws IOException {
    return fileSystem.exists(new Path(folder, name));
  }

  @Override
  public long size(String name) throws IOException {
    return fileSystem.getFileStatus(new Path(folder, name)).getLen();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return fileSystem.open(new Path(folder, name));
  }
}
