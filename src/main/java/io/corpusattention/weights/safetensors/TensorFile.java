package io.corpusattention.weights.safetensors;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.weights.files.FileText;
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

  /**
   * A tensor that is there.
   *
   * @param meaning of its dimensions, for messages: {@code [out, in]}
   * @throws BadSettingException where it has others than so many dimensions, or no numbers
   */
  default TensorEntry entry(String name, int dimensions, String meaning) {
    TensorEntry entry = entry(name);
    if (entry.shape().length != dimensions) {
      String right = dimensions == 1 ? "1 dimension, " : dimensions + " dimensions, ";
      throw badShape(name, "it must have " + right + meaning);
    }
    if (entry.count() == 0) {
      throw badShape(name, "it is empty");
    }
    return entry;
  }

  /** A tensor that is there and has two dimensions; else as {@link #entry} says. */
  default Matrix matrix(String name, String meaning) {
    TensorEntry entry = entry(name, 2, meaning);
    float[] values = values(name);
    // Not empty and in an array, so both fit an int.
    return new Matrix((int) entry.shape()[0], (int) entry.shape()[1], values);
  }

  /** What to throw where a tensor that is there has the wrong shape. */
  default BadSettingException badShape(String name, String right) {
    return label(name)
        .bad(FileText.tensor(name) + " has the shape " + entry(name).shapeText() + "; " + right);
  }
}
