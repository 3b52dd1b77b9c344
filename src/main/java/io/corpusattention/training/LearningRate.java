package io.corpusattention.training;

import io.corpusattention.attention.Setting;
import java.io.Serializable;

/**
 * A learning rate that rises linearly to its peak, then falls along half a cosine to 0: Loshchilov
 * and Hutter, "SGDR", ICLR 2017, without restarts.
 *
 * @param warmUp the number of steps during which it rises; the last of them has the peak
 * @param steps the number of steps of the whole training
 */
public record LearningRate(double peak, long warmUp, long steps) implements Serializable {
  public LearningRate {
    if (!(peak > 0) || !Double.isFinite(peak)) {
      throw Setting.LEARNING_RATE.of(peak).bad("must be a finite number above 0");
    }
    if (warmUp < 0 || warmUp > steps) {
      throw Setting.WARM_UP
          .of(warmUp)
          .bad("must be between 0 and the " + steps + " steps of training");
    }
  }

  /**
   * Returns the learning rate of a step.
   *
   * @param step the step, from 0
   */
  public double at(long step) {
    if (step < warmUp) {
      return peak * (step + 1) / warmUp;
    }
    if (step >= steps) {
      return 0;
    }
    double progress = (step - warmUp) / (double) (steps - warmUp);
    return peak * (1 + StrictMath.cos(Math.PI * progress)) / 2;
  }
}
