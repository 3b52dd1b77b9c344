package io.corpusattention.training;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * Losses and gradients of examples, added up. An example is a hidden token or a labelled sentence.
 *
 * <p>Each addend, a float32 gradient of a group of sentences or a loss, is rounded to a multiple of
 * 2⁻³⁶ and added in float64. While the magnitudes of the addends of a sum stay below 2¹⁷ together,
 * every addition is exact, so that the sums have the same bits in whatever order sentences come and
 * in whatever parts they are added up and joined: a step of training does not depend on partitions.
 * Beyond, they are ordinary float64 sums. The rounding, at most 7.3e-12, is far below what float32
 * gradients resolve. Float32 sums would need one fixed order over a whole cluster instead.
 *
 * <p>Rounding by adding and subtracting a large constant: Demmel and Nguyen, "Fast reproducible
 * floating-point summation", ARITH 2013, with one fixed boundary.
 */
public final class TrainingSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** Added to it, a double of magnitude below 2¹⁵ loses what it has below 2⁻³⁶. */
  private static final double ROUND = 0x1.8p16;

  private transient double[] gradient;
  private double loss;
  private long examples;
  private long correct;

  /**
   * Sums of nothing.
   *
   * @param parameters how many there are; 0 for sums of losses alone, which spare the gradients
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

  /** Adds the gradient of a group of sentences, one number for each parameter. */
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

  /** Adds the sums of other sentences, with as many parameters. */
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

  /** Adds the losses of other sentences, and not their gradient. */
  public void addLosses(TrainingSums other) {
    loss += other.loss;
    examples += other.examples;
    correct += other.correct;
  }

  /** As bytes at once: streams of objects take doubles one by one. */
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

  /** How many examples were added. */
  public long examples() {
    return examples;
  }

  /** The mean loss of an example; NaN where there was none. */
  public double meanLoss() {
    return loss / examples;
  }

  /** The share of examples whose true answer scored above all others; NaN where there was none. */
  public double accuracy() {
    return correct / (double) examples;
  }

  /** The gradient of the mean loss, for each parameter; NaN where there was no example. */
  public double[] meanGradient() {
    double[] mean = new double[gradient.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = gradient[i] / examples;
    }
    return mean;
  }
}
