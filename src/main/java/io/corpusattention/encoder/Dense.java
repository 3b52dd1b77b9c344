package io.corpusattention.encoder;

import io.corpusattention.attention.Matrix;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Linear;
import java.io.Serializable;

/** A dense layer, y = x · W + b. Packed once in a Java machine, for the kernel that asks first. */
public final class Dense implements Serializable {
  private static final long serialVersionUID = 1;

  private final Matrix weight;
  private final float[] bias;
  private transient volatile Linear packed;

  /**
   * @param weight W, [d_in, d_out]
   * @param bias b, [d_out], or null where there is none
   */
  public Dense(Matrix weight, float[] bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /** W, [d_in, d_out]. */
  public Matrix weight() {
    return weight;
  }

  /** b, [d_out]; null where there is none. */
  public float[] bias() {
    return bias;
  }

  /** d_out. */
  public int outputWidth() {
    return weight.columns();
  }

  /** The layer as a kernel reads it. */
  Linear packed(Kernel kernel) {
    Linear done = packed;
    if (done == null || done.panelWidth() != kernel.panelWidth()) {
      done =
          Linear.pack(weight.values(), weight.rows(), weight.columns(), bias, kernel.panelWidth());
      packed = done;
    }
    return done;
  }
}
