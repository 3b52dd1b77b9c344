package io.corpusattention.report;

import java.util.List;

/**
 * The learning curve of a training run, epoch by epoch.
 *
 * @param source where it comes from, as a sentence
 * @param baseline the held-out loss of the mean of the other words, which ignores word order and
 *     needs no training; null if not measured
 * @param baselineAccuracy the share of held-out examples that this mean gets right; null if not
 *     measured
 * @param epochs the epochs in order, at least one
 */
public record LearningCurve(
    String source, Double baseline, Double baselineAccuracy, List<Epoch> epochs) {
  public LearningCurve {
    baseline = finite(baseline);
    baselineAccuracy = finite(baselineAccuracy);
  }

  /**
   * Replaces values that are not finite with null. JSON has no such values, and no line can show
   * them.
   */
  private static Double finite(Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }

  /**
   * One pass over the examples. A value is null if it was not measured or is not finite.
   *
   * @param epoch the number of the epoch, from 1
   * @param steps the number of steps so far
   * @param loss the mean loss over the epoch's examples, while the weights changed
   * @param accuracy the share of the epoch's examples that were right, while the weights changed
   * @param heldOutLoss the mean loss over the held-out examples
   * @param heldOutAccuracy the share of held-out examples that were right
   */
  public record Epoch(
      int epoch,
      long steps,
      Double learningRate,
      Double loss,
      Double accuracy,
      Double heldOutLoss,
      Double heldOutAccuracy) {
    public Epoch {
      learningRate = finite(learningRate);
      loss = finite(loss);
      accuracy = finite(accuracy);
      heldOutLoss = finite(heldOutLoss);
      heldOutAccuracy = finite(heldOutAccuracy);
    }
  }
}
