package io.corpusattention.corpus.files;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.text.file.FileKind;
import io.corpusattention.weights.WeightsReader;
import io.corpusattention.weights.files.WeightFiles;
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
import org.apache.spark.SparkConf;

/** A folder or file of weights on any file system that Hadoop supports. */
public final class HadoopWeightFiles implements WeightFiles {
  private static final String RIGHT =
      "give a folder with W_q.npy, W_k.npy and W_v.npy or with a model in safetensors, or a"
          + " .safetensors or .index.json file, or xavier:SEED for random weights";

  private static final String MODEL_RIGHT =
      "give a folder with a model in safetensors, its config.json and tokenizer.json";

  private final Given given;
  private final String named;
  private final Path folder;
  private final FileSystem fileSystem;
  private final FinishedRun run; // null if the folder is not a run folder

  private HadoopWeightFiles(
      Given given, String named, Path folder, FileSystem fileSystem, FinishedRun run) {
    this.given = given;
    this.named = named;
    this.folder = folder;
    this.fileSystem = fileSystem;
    this.run = run;
  }

  /**
   * Opens a folder, or a file in its folder.
   *
   * @throws BadSettingException if it does not exist, or if it is a file of another kind
   */
  public static HadoopWeightFiles open(String location, Configuration conf) {
    HadoopWeightFiles files = open(Setting.WEIGHTS, location, RIGHT, conf);
    if (files.named != null && !WeightsReader.isNamedByFile(files.named)) {
      throw files.given.with(location).bad("is a file; " + RIGHT);
    }
    return files;
  }

  /**
   * Opens a model's folder.
   *
   * @throws BadSettingException if it does not exist or is a file
   */
  public static HadoopWeightFiles openModel(Setting setting, String location, Configuration conf) {
    HadoopWeightFiles files = open(setting, location, modelRight(location), conf);
    if (files.named != null) {
      throw files.given.with(location).bad("is a file; " + MODEL_RIGHT);
    }
    return files;
  }

  private static String modelRight(String location) {
    String right =
        location.matches("[A-Za-z0-9][A-Za-z0-9._-]*")
            ? "run jobs/model " + location + ", or " + MODEL_RIGHT
            : MODEL_RIGHT;
    boolean onCluster = new SparkConf().get("spark.submit.deployMode", "client").equals("cluster");
    return onCluster
        ? right
            + "; with --deploy-mode cluster it must lie on a file system that the cluster shares"
        : right;
  }

  private static HadoopWeightFiles open(
      Setting setting, String location, String right, Configuration conf) {
    Path path = HadoopPaths.path(setting, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(setting, path, conf);
    Given clean = setting.of(location.replaceAll("(?<=[^/:])/+$", ""));
    try {
      return fileSystem.getFileStatus(path).isDirectory()
          ? new HadoopWeightFiles(clean, null, path, fileSystem, run(clean, path, conf))
          : new HadoopWeightFiles(
              clean, path.getName(), fileSystem.makeQualified(path).getParent(), fileSystem, null);
    } catch (FileNotFoundException e) {
      throw setting.of(location).bad("does not exist; " + right).causedBy(e);
    } catch (IOException e) {
      throw OutsideFailure.or(e, setting.of(location), "cannot be read");
    }
  }

  /** Returns the run in a folder, or null if it is not a run folder. */
  private static FinishedRun run(Given given, Path path, Configuration conf) throws IOException {
    return FinishedRun.isRun(path.getFileSystem(conf), path)
        ? FinishedRun.open(given, "train", path, conf)
        : null;
  }

  @Override
  public Setting setting() {
    return given.setting();
  }

  @Override
  public String location() {
    return given.value();
  }

  @Override
  public String named() {
    return named;
  }

  @Override
  public String path(String name) {
    String location = given.value();
    if (named != null) {
      return location.substring(0, location.lastIndexOf('/') + 1) + name;
    }
    return location.endsWith("/") ? location + name : location + "/" + name;
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path place : run == null ? List.of(folder) : run.places()) {
      for (FileStatus status : fileSystem.listStatus(place)) {
        if (!status.isDirectory()) {
          names.add(status.getPath().getName());
        }
      }
    }
    return names;
  }

  /** Returns the path of one of the files. */
  private Path file(String name) throws IOException {
    return new Path(run == null ? folder : run.place(name), name);
  }

  @Override
  public boolean exists(String name) throws IOException {
    return fileSystem.exists(file(name));
  }

  @Override
  public long size(String name) throws IOException {
    Path file = file(name);
    long size = fileSystem.getFileStatus(file).getLen();
    requireItself(name, file, size);
    return size;
  }

  /**
   * Refuses Git LFS pointers, the small files that replace large ones in a clone without Git LFS.
   */
  private void requireItself(String name, Path file, long size) throws IOException {
    if (size <= FileKind.HEAD) {
      try (InputStream in = fileSystem.open(file)) {
        if (FileKind.of(in.readNBytes(FileKind.HEAD), "") == FileKind.GIT_LFS) {
          throw FileKind.GIT_LFS.refusal(given(name));
        }
      }
    }
  }

  @Override
  public InputStream open(String name, long offset) throws IOException {
    Path file = file(name);
    requireItself(name, file, fileSystem.getFileStatus(file).getLen());
    FSDataInputStream in = fileSystem.open(file);
    try {
      in.seek(offset);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
    return in;
  }
}
