package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import io.corpusattention.weights.npy.NpyArray;
import io.corpusattention.weights.npy.NpyReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads weights from a folder with W_q.npy, W_k.npy, and W_v.npy, each [d_in, d_out] and used as X
 * · W, and optionally b_q.npy, b_k.npy, and b_v.npy, each [d_out].
 */
final class NpyWeights {
  private NpyWeights() {}

  /**
   * Reads all weights of a folder.
   *
   * @throws BadSettingException if a file is missing, damaged, or has the wrong shape
   */
  static ProjectionWeights read(WeightFiles files) {
    return new ProjectionWeights(
        files.location(),
        matrix(files, "W_q.npy"),
        matrix(files, "W_k.npy"),
        matrix(files, "W_v.npy"),
        bias(files, "b_q.npy"),
        bias(files, "b_k.npy"),
        bias(files, "b_v.npy"));
  }

  private static Matrix matrix(WeightFiles files, String name) {
    if (!exists(files, name)) {
      throw files
          .given()
          .bad("there is no " + name + "; the folder must hold W_q.npy, W_k.npy and W_v.npy");
    }
    return array(files, name).matrix("[d_in, d_out]");
  }

  private static float[] bias(WeightFiles files, String name) {
    if (!exists(files, name)) {
      return null;
    }
    return array(files, name).vector("[d_out]");
  }

  private static NpyArray array(WeightFiles files, String name) {
    Given label = files.given(name);
    try (InputStream in = files.open(name)) {
      return NpyReader.read(label, in, files.size(name));
    } catch (IOException e) {
      throw FileText.unreadable(label, e);
    }
  }

  private static boolean exists(WeightFiles files, String name) {
    try {
      return files.exists(name);
    } catch (IOException e) {
      throw FileText.unreadable(files.given(name), e);
    }
  }
}
