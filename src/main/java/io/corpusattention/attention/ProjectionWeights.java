package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.io.Serializable;

/**
 * W_q, W_k and W_v, applied as X · W, with optional biases.
 *
 * <p>Memory holds the matrices only once: {@link #packed} lays them out for a kernel and drops the
 * original arrays.
 */
public final class ProjectionWeights implements Serializable {
  private static final long serialVersionUID = 1;

  private final String source;
  private volatile Matrix query;
  private volatile Matrix key;
  private volatile Matrix value;
  private final float[] queryBias;
  private final float[] keyBias;
  private final float[] valueBias;
  private volatile Projections packed;
  private transient volatile double[] valueBound; // of largestValue: per unit of input, and bias

  /**
   * @param source where the weights come from, for messages
   * @param query W_q, [d_in, heads · d_k]; d_in is d_model unless queries come from elsewhere
   * @param key W_k, [d_model, kv-heads · d_k]
   * @param value W_v, [d_model, kv-heads · d_v]
   * @param queryBias one value for each column of W_q, or null for none; the same for the other two
   *     biases
   */
  public ProjectionWeights(
      String source,
      Matrix query,
      Matrix key,
      Matrix value,
      float[] queryBias,
      float[] keyBias,
      float[] valueBias) {
    this.source = source;
    this.query = query;
    this.key = key;
    this.value = value;
    this.queryBias = fitting(source, "b_q", queryBias, "W_q", query);
    this.keyBias = fitting(source, "b_k", keyBias, "W_k", key);
    this.valueBias = fitting(source, "b_v", valueBias, "W_v", value);
  }

  private static float[] fitting(
      String source, String biasName, float[] bias, String matrixName, Matrix matrix) {
    if (bias != null && bias.length != matrix.columns()) {
      throw Setting.WEIGHTS
          .of(source)
          .bad(
              biasName
                  + " has "
                  + bias.length
                  + " values, but "
                  + matrixName
                  + " "
                  + matrix.shape()
                  + " has "
                  + matrix.columns()
                  + " columns; they must be equal");
    }
    return bias;
  }

  public String source() {
    return source;
  }

  public Matrix query() {
    return query;
  }

  public Matrix key() {
    return key;
  }

  public Matrix value() {
    return value;
  }

  /** Returns b_q, or null. */
  public float[] queryBias() {
    return queryBias;
  }

  /** Returns b_k, or null. */
  public float[] keyBias() {
    return keyBias;
  }

  /** Returns b_v, or null. */
  public float[] valueBias() {
    return valueBias;
  }

  /**
   * Returns a bound of the magnitudes of V.
   *
   * @param input the largest magnitude of the input
   */
  double largestValue(double input) {
    double[] bound = valueBound;
    if (bound == null) {
      Matrix v = value;
      double weight = ProjectedSentence.largest(v.values(), 0, v.columns(), v.rows(), v.columns());
      double bias =
          valueBias == null ? 0 : ProjectedSentence.largest(valueBias, 0, 0, 1, valueBias.length);
      bound = new double[] {weight * v.rows(), bias};
      valueBound = bound;
    }
    return bound[0] * input + bound[1];
  }

  /**
   * Lays the matrices out for self-attention with the kernel of this Java virtual machine, and
   * drops the original arrays. All three must take embeddings of the same width.
   */
  public void pack() {
    packed(Kernels.get(), true);
  }

  /**
   * Returns these weights laid out for the kernel, for self-attention or for queries from
   * elsewhere.
   */
  Projections packed(Kernel kernel, boolean self) {
    Projections done = packed;
    if (!fits(done, kernel, self)) {
      synchronized (this) {
        done = packed;
        if (!fits(done, kernel, self)) {
          done = Projections.pack(this, kernel.panelWidth(), self);
          packed = done;
          int queries = self ? query.columns() : 0;
          int keys = queries + key.columns();
          query = new Matrix(self ? done.tokens() : done.queries(), 0, query.columns());
          key = new Matrix(done.tokens(), queries, keys);
          value = new Matrix(done.tokens(), keys, keys + value.columns());
        }
      }
    }
    return done;
  }

  private static boolean fits(Projections packed, Kernel kernel, boolean self) {
    return packed != null && packed.panelWidth() == kernel.panelWidth() && packed.self() == self;
  }
}
