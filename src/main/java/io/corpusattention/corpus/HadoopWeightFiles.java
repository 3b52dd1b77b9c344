package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.weights.WeightFiles;
import io.corpusattention.weights.WeightsReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder or file of weights on any file system Hadoop knows. */
public final class HadoopWeightFiles implements WeightFiles {
  private static final String RIGHT =
      "give a folder with W_q.npy, W_k.npy and W_v.npy or with a model in safetensors, or a"
          + " .safetensors or .index.json file, or xavier:SEED for random weights";

  private static final String MODEL_RIGHT =
      "give a folder with a model in safetensors, its config.json and tokenizer.json";

  private final String option;
  private final String location;
  private final String named;
  private final Path folder;
  private final FileSystem fileSystem;

  private HadoopWeightFiles(
      String option, String location, String named, Path folder, FileSystem fileSystem) {
    this.option = option;
    this.location = location;
    this.named = named;
    this.folder = folder;
    this.fileSystem = fileSystem;
  }

  /**
   * Opens a folder, or a file within its folder.
   *
   * @throws BadSettingException where there is none, or where it is a file of another kind
   */
  public static HadoopWeightFiles open(String location, Configuration conf) {
    Path path = HadoopPaths.path(Setting.WEIGHTS, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.WEIGHTS, path, conf);
    String clean = location.replaceAll("(?<=[^/:])/+$", "");
    try {
      if (fileSystem.getFileStatus(path).isDirectory()) {
        return new HadoopWeightFiles("--weights", clean, null, path, fileSystem);
      }
    } catch (FileNotFoundException e) {
      throw new BadSettingException("--weights " + location + ": does not exist; " + RIGHT, e);
    } catch (IOException e) {
      throw new BadSettingException(
          "--weights " + location + ": cannot be read: " + RootCause.of(e), e);
    }
    if (!WeightsReader.isNamedByFile(path.getName())) {
      throw new BadSettingException("--weights " + location + ": is a file; " + RIGHT);
    }
    Path folder = fileSystem.makeQualified(path).getParent();
    return new HadoopWeightFiles("--weights", clean, path.getName(), folder, fileSystem);
  }

  /**
   * Opens a model's folder.
   *
   * @throws BadSettingException where there is none
   */
  public static HadoopWeightFiles openModel(Setting setting, String location, Configuration conf) {
    String option = "--" + setting.id();
    Path path = HadoopPaths.path(setting, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(setting, path, conf);
    String clean = location.replaceAll("(?<=[^/:])/+$", "");
    try {
      if (fileSystem.getFileStatus(path).isDirectory()) {
        return new HadoopWeightFiles(option, clean, null, path, fileSystem);
      }
    } catch (FileNotFoundException e) {
      throw new BadSettingException(
          option + " " + location + ": does not exist; " + MODEL_RIGHT, e);
    } catch (IOException e) {
      throw new BadSettingException(
          option + " " + location + ": cannot be read: " + RootCause.of(e), e);
    }
    throw new BadSettingException(option + " " + location + ": is a file; " + MODEL_RIGHT);
  }

  @Override
  public String option() {
    return option;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public String named() {
    return named;
  }

  @Override
  public String path(String name) {
    if (named != null) {
      return location.substring(0, location.lastIndexOf('/') + 1) + name;
    }
    return location.endsWith("/") ? location + name : location + "/" + name;
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus status : fileSystem.listStatus(folder)) {
      if (!status.isDirectory()) {
        names.add(status.getPath().getName());
      }
    }
    return names;
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
  public InputStream open(String name, long offset) throws IOException {
    FSDataInputStream in = fileSystem.open(new Path(folder, name));
    try {
      in.seek(offset);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
    return in;
  }
}
