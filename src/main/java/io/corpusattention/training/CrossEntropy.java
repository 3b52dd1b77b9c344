package io.corpusattention.training;

/**
 * The cross-entropy loss, −ln softmax of the true score among several, and its gradient with
 * respect to the scores, in float64.
 */
final class CrossEntropy {
  private double[] exponentials = {};

  /** The loss of the last scores. It is not finite if a score is not. */
  double loss;

  /** Whether the true score was above all others. */
  boolean right;

  /**
   * Computes the loss and its gradient.
   *
   * @param scores the scores, of which the first {@code count} are used
   * @param factor the factor of every score
   * @param truth the index of the true score
   * @param gradient receives the gradient of the loss with respect to the scores before
   *     multiplication
   */
  void compute(float[] scores, int count, double factor, int truth, float[] gradient) {
    if (exponentials.length < count) {
      exponentials = new double[count];
    }
    double largest = Double.NEGATIVE_INFINITY;
    right = true;
    for (int i = 0; i < count; i++) {
      double score = scores[i] * factor;
      largest = Math.max(largest, score); // keeps NaN
      right &= i == truth || score < scores[truth] * factor;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      // StrictMath has the same bits on every machine
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
