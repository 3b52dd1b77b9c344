package io.corpusattention.learning;

import io.corpusattention.training.Baseline;
import java.util.List;

/**
 * Everything that a training run needs to continue after an epoch.
 *
 * @param epoch the number of completed epochs
 * @param steps the number of optimizer steps so far
 * @param parameters the parameters, laid out by {@link io.corpusattention.training.ParameterLayout}
 * @param optimizer the result of {@link io.corpusattention.training.Optimizer#state}
 * @param baseline the baseline of REINFORCE
 * @param bestEpoch the epoch with the lowest held-out loss, or the last one if there are no
 *     held-out sentences; 0 before the first epoch
 * @param best the parameters after the best epoch; the initial ones before the first epoch
 * @param curve the figures of each epoch
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

  /** Returns the figures of the best epoch. There must be a completed epoch. */
  public EpochFigures bestFigures() {
    return curve.get(bestEpoch - 1);
  }
}
