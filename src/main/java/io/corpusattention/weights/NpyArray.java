package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;

/**
 * The contents of a .npy file.
 *
 * @param shape its dimensions
 * @param values row-major, as many as the product of the dimensions
 */
record NpyArray(int[] shape, float[] values) {
  /**
   * Checks how many dimensions there are.
   *
   * @param label the setting with the file, for messages
   * @param meaning of the dimensions, for messages: {@code [d_in, d_out]}
   * @throws BadSettingException where there are others than so many
   */
  void requireDimensions(Given label, int dimensions, String meaning) {
    if (shape.length != dimensions) {
      throw label.bad(
          "has "
              + shape.length
              + (shape.length == 1 ? " dimension" : " dimensions")
              + "; it must have "
              + dimensions
              + ", "
              + meaning);
    }
  }
}
