package io.corpusattention.training;

/**
 * What REINFORCE expects a loss to be: a moving average over steps, which makes the gradient vary
 * less and leaves its mean as it is. Xu et al., "Show, attend and tell", ICML 2015, section 4.1,
 * with their decay of 0.9; the first step's loss is taken whole.
 *
 * @param value the average; 0 before the first step
 * @param steps how many losses it is made of
 */
public record Baseline(double value, long steps) {
  private static final double DECAY = 0.9;

  /** Before the first step. */
  public static Baseline start() {
    return new Baseline(0, 0);
  }

  /** After one more step of the given mean loss. */
  public Baseline after(double meanLoss) {
    double next = steps == 0 ? meanLoss : DECAY * value + (1 - DECAY) * meanLoss;
    return new Baseline(next, steps + 1);
  }
}
