package io.corpusattention.weights;

import io.corpusattention.attention.Given;
import java.util.Set;

/** Tensors by name, in one file or in several. */
interface TensorFile {
  Set<String> names();

  /** The setting with the file that holds a tensor, for messages. */
  Given label(String name);

  /** What the file says of a tensor that is there. */
  TensorEntry entry(String name);

  /**
   * The numbers of a tensor that is there, row-major.
   *
   * @throws io.corpusattention.attention.BadSettingException where they are of a type that is not
   *     read, too many for an array, or not all finite
   */
  float[] values(String name);
}
