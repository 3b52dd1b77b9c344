package io.corpusattention.weights.files;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A folder with weights on any file system, and the file in it that the user named, if any. */
public interface WeightFiles {
  /** Returns the setting that names it. */
  default Setting setting() {
    return Setting.WEIGHTS;
  }

  /** Returns the folder or the file that the user named, unchanged. */
  String location();

  /**
   * Returns the name, without folder, of the file that the user named; null if it is the folder.
   */
  String named();

  /** Returns the path of a file in the folder, as the user would write it. */
  String path(String name);

  /** Returns the location that the user gave, for messages. */
  default Given given() {
    return setting().of(location());
  }

  /** Returns a file in the folder as if the user had given it, for messages. */
  default Given given(String name) {
    return setting().of(path(name));
  }

  /** Returns the names of the files in the folder. */
  List<String> names() throws IOException;

  boolean exists(String name) throws IOException;

  /** Returns the size in bytes of a file that exists. */
  long size(String name) throws IOException;

  /**
   * Opens a file.
   *
   * @param offset the number of bytes to skip without reading them
   */
  InputStream open(String name, long offset) throws IOException;

  /** Opens a file at its start. */
  default InputStream open(String name) throws IOException {
    return open(name, 0);
  }
}
