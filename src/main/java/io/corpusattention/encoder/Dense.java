package io.corpusattention.encoder;

import io.corpusattention.attention.Matrix;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.math.Linear;
import java.io.Serializable;

/** A dense layer, y = x · W + b. It lies in memory once, packed for the kernel that asked last. */
public final class Dense implements Serializable {
  private static final long serialVersionUID = 1;

  private volatile Linear packed;

  /**
   * @param weight W, [d_in, d_out]
   * @param bias b, [d_out], or null where there is none
   */
  public Dense(Matrix weight, float[] bias) {
    this.packed = packed(weight, bias, Kernels.get());
  }

  private static Linear packed(Matrix weight, float[] bias, Kernel kernel) {
    return Linear.pack(weight.values(), weight.rows(), weight.columns(), bias, kernel.panelWidth());
  }

  /** W, [d_in, d_out]. */
  public Matrix weight() {
    Linear all = packed;
    return new Matrix(all, 0, all.columns());
  }

  /** b, [d_out]; null where there is none. */
  public float[] bias() {
    return packed.bias();
  }

  /** d_out. */
  public int outputWidth() {
    return packed.columns();
  }

  /** The layer as a kernel reads it. */
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
