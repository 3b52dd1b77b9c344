package io.corpusattention.report;

import java.util.List;

/**
 * How a training went, epoch by epoch.
 *
 * @param source where it is from, as a sentence
 * @param baseline the held-out loss of the mean of the other words, which knows nothing of order
 *     and needs no training; null where it was not measured
 * @param baselineAccuracy share of the held-out examples that this mean has right; null likewise
 * @param epochs in their order, at least one
 */
public record LearningCurve(
    String source, Double baseline, Double baselineAccuracy, List<Epoch> epochs) {
  public LearningCurve {
    baseline = finite(baseline);
    baselineAccuracy = finite(baselineAccuracy);
  }

  /** JSON has no NaN and no infinity, and a line cannot go there. */
  private static Double finite(Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }

  /**
   * One pass over the examples. What was not measured, or is no finite number, is null.
   *
   * @param epoch counted from 1
   * @param steps taken so far
   * @param loss mean over the epoch's examples, while the weights changed
   * @param accuracy share that was right, likewise
   * @param heldOutLoss mean over examples that were kept back
   * @param heldOutAccuracy share of these that was right
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
