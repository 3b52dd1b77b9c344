package io.corpusattention.weights.safetensors;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import java.util.Set;

/** Tensors by name, in one file or several. */
public interface TensorFile {
  /**
   * Opens a safetensors file, or the files of an index.
   *
   * @throws BadSettingException if it is neither, or cannot be read
   */
  static TensorFile open(WeightFiles files, String file) {
    return file.endsWith(".index.json")
        ? SafetensorsShards.open(files, file)
        : SafetensorsFile.open(files, file);
  }

  Set<String> names();

  /** Returns the setting with the file that holds a tensor, for messages. */
  Given label(String name);

  /** Returns the entry of a tensor that exists. */
  TensorEntry entry(String name);

  /**
   * Returns the numbers of a tensor that exists, row-major.
   *
   * @throws BadSettingException if they have an unsupported type, are too many for a Java array, or
   *     are not all finite
   */
  float[] values(String name);

  /**
   * Returns the entry of a tensor that exists, after checking its dimensions.
   *
   * @param meaning the meaning of its dimensions, for messages: {@code [out, in]}
   * @throws BadSettingException if it has another number of dimensions, or no numbers
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

  /** Returns a tensor that exists as a matrix, with the checks of {@link #entry}. */
  default Matrix matrix(String name, String meaning) {
    TensorEntry entry = entry(name, 2, meaning);
    float[] values = values(name);
    // The tensor is not empty and fits in an array, so both sizes fit in an int.
    return new Matrix((int) entry.shape()[0], (int) entry.shape()[1], values);
  }

  /** Returns the exception to throw if a tensor that exists has the wrong shape. */
  default BadSettingException badShape(String name, String right) {
    return label(name)
        .bad(FileText.tensor(name) + " has the shape " + entry(name).shapeText() + "; " + right);
  }
}
