package io.corpusattention.learning;

import io.corpusattention.training.Baseline;
import java.util.List;

/**
 * All that a training needs to go on after an epoch.
 *
 * @param epoch epochs that are done
 * @param steps taken so far
 * @param parameters laid out as {@link io.corpusattention.training.ParameterLayout} says
 * @param optimizer what {@link io.corpusattention.training.Optimizer#state} returned
 * @param baseline of REINFORCE
 * @param bestEpoch the epoch with the lowest held-out loss, or the last without held-out sentences;
 *     0 before the first
 * @param best the parameters after it
 * @param curve figures of each epoch
 */
public record LearningState(
    int epoch,
    long steps,
    float[] parameters,
    double[] optimizer,
    Baseline baseline,
    int bestEpoch,
    float[] best,
    List<EpochFigures> curve) {
  public LearningState {
    curve = List.copyOf(curve);
  }

  /** The figures of the best epoch. */
  public EpochFigures bestFigures() {
    return curve.get(bestEpoch - 1);
  }
}
