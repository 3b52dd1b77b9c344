package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import java.io.IOException;
import java.io.InputStream;

/** A matrix from one .npy file of float32 in C order. */
public final class NpyMatrix {
  private NpyMatrix() {}

  /**
   * Reads one file.
   *
   * @param label the setting with the file, for messages
   * @param size of the file in bytes
   * @param meaning of the two dimensions, for messages: {@code [d_in, d_out]}
   * @throws BadSettingException where it is damaged, of other numbers or not of two dimensions
   */
  public static Matrix read(Given label, InputStream in, long size, String meaning)
      throws IOException {
    return of(label, NpyReader.read(label, in, size), meaning);
  }

  /**
   * An array as a matrix.
   *
   * @param label the setting with the file, for messages
   * @param meaning of the two dimensions, for messages: {@code [d_in, d_out]}
   * @throws BadSettingException where it does not have two dimensions
   */
  static Matrix of(Given label, NpyArray array, String meaning) {
    array.requireDimensions(label, 2, meaning);
    return new Matrix(array.shape()[0], array.shape()[1], array.values());
  }
}
