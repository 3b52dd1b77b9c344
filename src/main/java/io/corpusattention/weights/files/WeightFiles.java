package io.corpusattention.weights.files;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A folder that holds weights, wherever it lies, and possibly the one file of it that was named.
 */
public interface WeightFiles {
  /** The setting that names it. */
  default Setting setting() {
    return Setting.WEIGHTS;
  }

  /** The folder or the file as the user named it. */
  String location();

  /** Name of the file, without its folder, that the user named; null where it is the folder. */
  String named();

  /** A file of the folder as the user would name it. */
  String path(String name);

  /** What the user gave, for messages. */
  default Given given() {
    return setting().of(location());
  }

  /** A file of the folder as if the user had given it, for messages. */
  default Given given(String name) {
    return setting().of(path(name));
  }

  /** Names of the files in the folder. */
  List<String> names() throws IOException;

  boolean exists(String name) throws IOException;

  /** Bytes of a file that exists. */
  long size(String name) throws IOException;

  /**
   * Opens a file.
   *
   * @param offset bytes to pass over without reading them
   */
  InputStream open(String name, long offset) throws IOException;

  /** Opens a file at its start. */
  default InputStream open(String name) throws IOException {
    return open(name, 0);
  }
}
