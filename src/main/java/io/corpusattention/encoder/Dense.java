package io.corpusattention.encoder;

import io.corpusattention.attention.Matrix;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.math.Linear;
import java.io.Serializable;

/**
 * A dense layer, y = x · W + b. Memory holds it only once, packed for the last kernel that used it.
 */
public final class Dense implements Serializable {
  private static final long serialVersionUID = 1;

  private volatile Linear packed;

  /**
   * @param weight W, [d_in, d_out]
   * @param bias b, [d_out], or null if there is none
   */
  public Dense(Matrix weight, float[] bias) {
    this.packed = packed(weight, bias, Kernels.get());
  }

  private static Linear packed(Matrix weight, float[] bias, Kernel kernel) {
    return Linear.pack(weight.values(), weight.rows(), weight.columns(), bias, kernel.panelWidth());
  }

  /** Returns W, [d_in, d_out]. */
  public Matrix weight() {
    Linear all = packed;
    return new Matrix(all, 0, all.columns());
  }

  /** Returns b, [d_out], or null if there is none. */
  public float[] bias() {
    return packed.bias();
  }

  /** Returns d_out. */
  public int outputWidth() {
    return packed.columns();
  }

  /** Returns the layer packed for a kernel. */
  Linear packed(Kernel kernel) {
    Linear done = packed;
    if (done.panelWidth() != kernel.panelWidth()) {
      synchronized (this) {
        done = packed;
        if (done.panelWidth() != kernel.panelWidth()) {
          done = packed(weight(), done.bias(), kernel);
          packed = done;
        }
      }
    }
    return done;
  }
}
