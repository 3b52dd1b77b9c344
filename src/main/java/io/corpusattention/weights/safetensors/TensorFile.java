package io.corpusattention.weights.safetensors;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.weights.files.WeightFiles;
import java.util.Set;

/** Tensors by name, in one file or in several. */
public interface TensorFile {
  /**
   * Opens a safetensors file, or those of an index.
   *
   * @throws BadSettingException where it is none, or cannot be read
   */
  static TensorFile open(WeightFiles files, String file) {
    return file.endsWith(".index.json")
        ? SafetensorsShards.open(files, file)
        : SafetensorsFile.open(files, file);
  }

  Set<String> names();

  /** The setting with the file that holds a tensor, for messages. */
  Given label(String name);

  /** What the file says of a tensor that is there. */
  TensorEntry entry(String name);

  /**
   * The numbers of a tensor that is there, row-major.
   *
   * @throws BadSettingException where they are of a type that is not read, too many for an array,
   *     or not all finite
   */
  float[] values(String name);
}
