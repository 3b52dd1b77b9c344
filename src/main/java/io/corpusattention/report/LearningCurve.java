package io.corpusattention.report;

import java.util.List;

/**
 * How a training went, epoch by epoch.
 *
 * @param source where it is from, as a sentence
 * @param baseline the loss of an answer that knows nothing of the input; null where there is none
 * @param epochs in their order, at least one
 */
public record LearningCurve(String source, Double baseline, List<Epoch> epochs) {
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
    /** JSON has no NaN and no infinity, and a line cannot go there. */
    public Epoch {
      learningRate = finite(learningRate);
      loss = finite(loss);
      accuracy = finite(accuracy);
      heldOutLoss = finite(heldOutLoss);
      heldOutAccuracy = finite(heldOutAccuracy);
    }

    private static Double finite(Double value) {
      return value == null || !Double.isFinite(value) ? null : value;
    }
  }
}
