package io.corpusattention.training;

/**
 * The baseline of REINFORCE: a moving average of the loss over steps. It reduces the variance of
 * the gradient and does not change its mean. From Xu et al., "Show, attend and tell", ICML 2015,
 * section 4.1, with their decay of 0.9. It starts with the loss of the first step.
 *
 * @param value the moving average; 0 before the first step
 * @param steps the number of losses in it
 */
public record Baseline(double value, long steps) {
  private static final double DECAY = 0.9;

  /** Returns the baseline before the first step. */
  public static Baseline start() {
    return new Baseline(0, 0);
  }

  /** Returns the baseline after one more step with the given mean loss. */
  public Baseline after(double meanLoss) {
    double next = steps == 0 ? meanLoss : DECAY * value + (1 - DECAY) * meanLoss;
    return new Baseline(next, steps + 1);
  }
}
