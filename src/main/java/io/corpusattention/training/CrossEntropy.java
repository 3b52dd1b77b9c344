package io.corpusattention.training;

/** −ln softmax of the true one of several scores, and its gradient in them, in float64. */
final class CrossEntropy {
  private double[] exponentials = {};

  /** The loss of the scores seen last; not finite where a score is not. */
  double loss;

  /** Whether the true one scored above all others. */
  boolean right;

  /**
   * Computes the loss.
   *
   * @param scores the first {@code count} are read
   * @param factor multiplies every score
   * @param truth which is the true one
   * @param gradient receives the loss's gradient in the scores before they are multiplied
   */
  void compute(float[] scores, int count, double factor, int truth, float[] gradient) {
    if (exponentials.length < count) {
      exponentials = new double[count];
    }
    double largest = Double.NEGATIVE_INFINITY;
    right = true;
    for (int i = 0; i < count; i++) {
      double score = scores[i] * factor;
      largest = Math.max(largest, score); // NaN stays
      right &= i == truth || score < scores[truth] * factor;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      // StrictMath: the same bits on every machine
      exponentials[i] = StrictMath.exp(scores[i] * factor - largest);
      sum += exponentials[i];
    }
    loss = StrictMath.log(sum) - (scores[truth] * factor - largest);
    for (int i = 0; i < count; i++) {
      double share = exponentials[i] / sum;
      gradient[i] = (float) ((i == truth ? share - 1 : share) * factor);
    }
  }
}
