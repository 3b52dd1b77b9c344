package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import java.io.IOException;
import java.io.InputStream;

/**
 * Weights from a folder with W_q.npy, W_k.npy and W_v.npy, each [d_in, d_out] and used as X · W,
 * and optional b_q.npy, b_k.npy and b_v.npy, each [d_out].
 */
final class NpyWeights {
  private NpyWeights() {}

  /**
   * Reads all weights of a folder.
   *
   * @throws BadSettingException where a file is missing, damaged or of the wrong shape
   */
  static ProjectionWeights read(WeightFiles files) throws IOException {
    return new ProjectionWeights(
        files.location(),
        matrix(files, "W_q.npy"),
        matrix(files, "W_k.npy"),
        matrix(files, "W_v.npy"),
        bias(files, "b_q.npy"),
        bias(files, "b_k.npy"),
        bias(files, "b_v.npy"));
  }

  private static Matrix matrix(WeightFiles files, String name) throws IOException {
    if (!files.exists(name)) {
      throw new BadSettingException(
          "--weights "
              + files.location()
              + ": there is no "
              + name
              + "; the folder must hold W_q.npy, W_k.npy and W_v.npy");
    }
    NpyArray array = array(files, name);
    if (array.shape().length != 2) {
      throw new BadSettingException(
          "--weights "
              + files.path(name)
              + " has "
              + array.shape().length
              + " dimensions; a weight matrix has 2, [d_in, d_out]");
    }
    return new Matrix(array.shape()[0], array.shape()[1], array.values());
  }

  private static float[] bias(WeightFiles files, String name) throws IOException {
    if (!files.exists(name)) {
      return null;
    }
    NpyArray array = array(files, name);
    if (array.shape().length != 1) {
      throw new BadSettingException(
          "--weights "
              + files.path(name)
              + " has "
              + array.shape().length
              + " dimensions; a bias has 1, [d_out]");
    }
    return array.values();
  }

  private static NpyArray array(WeightFiles files, String name) throws IOException {
    String label = "--weights " + files.path(name);
    try (InputStream in = files.open(name)) {
      return NpyReader.read(label, in, files.size(name));
    } catch (IOException e) {
      throw new BadSettingException(label + ": cannot be read: " + FileText.reason(e), e);
    }
  }
}
