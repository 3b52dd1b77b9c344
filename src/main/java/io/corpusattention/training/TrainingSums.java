package io.corpusattention.training;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * Sums of the losses and gradients of examples. An example is a hidden token or a labeled sentence.
 *
 * <p>Each addend, which is a loss or a float32 gradient of a group of sentences, is rounded to a
 * multiple of 2⁻³⁶ and added in float64. As long as the magnitudes of the addends total less than
 * 2¹⁷, every addition is exact. The sums then have the same bits in any order and any grouping of
 * sentences, so a training step does not depend on partitions. Above 2¹⁷, they are ordinary float64
 * sums. The rounding error, at most 7.3e-12, is far below the resolution of float32 gradients.
 * Float32 sums would instead need one fixed order over the whole cluster.
 *
 * <p>Rounding adds and subtracts a large constant: Demmel and Nguyen, "Fast reproducible
 * floating-point summation", ARITH 2013, with one fixed boundary.
 */
public final class TrainingSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** Adding a double of magnitude below 2¹⁵ to this constant drops the bits below 2⁻³⁶. */
  private static final double ROUND = 0x1.8p16;

  private transient double[] gradient;
  private double loss;
  private long examples;
  private long correct;

  /**
   * Creates sums without any examples.
   *
   * @param parameters the number of parameters, or 0 to sum only losses, without gradients
   */
  public TrainingSums(int parameters) {
    gradient = new double[parameters];
  }

  boolean wantsGradient() {
    return gradient.length > 0;
  }

  /**
   * Adds an example.
   *
   * @param right whether the true answer scored above all others
   */
  public void addExample(double exampleLoss, boolean right) {
    loss += rounded(exampleLoss);
    examples++;
    correct += right ? 1 : 0;
  }

  /** Adds the gradient of a group of sentences, with one number for each parameter. */
  void addGradient(float[] addend) {
    if (addend.length != gradient.length) {
      throw new IllegalArgumentException(
          addend.length + " parameters do not add to " + gradient.length);
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += rounded(addend[i]);
    }
  }

  private static double rounded(double value) {
    return (value + ROUND) - ROUND;
  }

  /** Adds the sums of other sentences, which must have the same number of parameters. */
  public void addAll(TrainingSums other) {
    if (other.gradient.length != gradient.length) {
      throw new IllegalArgumentException(
          other.gradient.length + " parameters do not add to " + gradient.length);
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += other.gradient[i];
    }
    addLosses(other);
  }

  /** Adds the losses of other sentences, but not their gradient. */
  public void addLosses(TrainingSums other) {
    loss += other.loss;
    examples += other.examples;
    correct += other.correct;
  }

  /** Writes the gradient as one block of bytes, because object streams write doubles one by one. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(gradient.length, Double.BYTES));
    bytes.asDoubleBuffer().put(gradient);
    out.writeInt(gradient.length);
    out.write(bytes.array());
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    gradient = new double[in.readInt()];
    byte[] bytes = new byte[Math.multiplyExact(gradient.length, Double.BYTES)];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(gradient);
  }

  /** Returns the number of examples added. */
  public long examples() {
    return examples;
  }

  /** Returns the mean loss of the examples, or NaN if there are none. */
  public double meanLoss() {
    return loss / examples;
  }

  /**
   * Returns the share of examples whose true answer scored above all others, or NaN if there are
   * none.
   */
  public double accuracy() {
    return correct / (double) examples;
  }

  /** Returns the gradient of the mean loss, for each parameter, or NaN if there are no examples. */
  public double[] meanGradient() {
    double[] mean = new double[gradient.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = gradient[i] / examples;
    }
    return mean;
  }
}
