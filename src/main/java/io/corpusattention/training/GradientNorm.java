package io.corpusattention.training;

/** The length of the gradient of all parameters, √(Σ g²), summed in ascending order. */
public final class GradientNorm {
  private GradientNorm() {}

  /** Returns the length of a gradient. */
  public static double of(double[] gradient) {
    double sum = 0;
    for (double value : gradient) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /**
   * Scales a gradient in place to at most the given length, and keeps its direction. Pascanu,
   * Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
   *
   * @return its original length
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
