package io.corpusattention.training;

/** The length of a gradient of all parameters together, √(Σ g²), summed in ascending order. */
public final class GradientNorm {
  private GradientNorm() {}

  /** The length. */
  public static double of(double[] gradient) {
    double sum = 0;
    for (double value : gradient) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /**
   * Shortens a gradient, in place, to at most the given length; its direction stays. Pascanu,
   * Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
   *
   * @return its length before
   */
  public static double clip(double[] gradient, double largest) {
    double norm = of(gradient);
    if (norm > largest) {
      double factor = largest / norm;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
    }
    return norm;
  }
}
