package io.corpusattention.training;

import io.corpusattention.attention.Setting;

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) with decoupled weight decay (Loshchilov and Hutter,
 * "Decoupled weight decay regularization", ICLR 2019, algorithm 2): before a step, each parameter
 * is multiplied by 1 − learningRate · weightDecay. A decay of 0 gives the original Adam.
 */
public final class Adam implements Optimizer {
  private static final double FIRST_DECAY = 0.9; // β₁
  private static final double SECOND_DECAY = 0.999; // β₂
  private static final double EPSILON = 1e-8;

  private final double weightDecay;
  private final double[] first; // moving average of the gradient
  private final double[] second; // moving average of its square
  private long steps;

  /**
   * @param parameters the number of parameters
   * @param weightDecay the weight decay; 0 for none
   */
  public Adam(int parameters, double weightDecay) {
    if (!(weightDecay >= 0) || !Double.isFinite(weightDecay)) {
      throw Setting.WEIGHT_DECAY.of(weightDecay).bad("must be 0 or more");
    }
    this.weightDecay = weightDecay;
    this.first = new double[parameters];
    this.second = new double[parameters];
  }

  @Override
  public void step(float[] parameters, double[] gradient, double learningRate) {
    steps++;
    double stepSize = learningRate / (1 - StrictMath.pow(FIRST_DECAY, (double) steps));
    double secondRoot = Math.sqrt(1 - StrictMath.pow(SECOND_DECAY, (double) steps));
    double kept = 1 - learningRate * weightDecay;
    for (int i = 0; i < parameters.length; i++) {
      double g = gradient[i];
      first[i] = FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * g;
      second[i] = SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * g * g;
      double divisor = Math.sqrt(second[i]) / secondRoot + EPSILON;
      parameters[i] = (float) (parameters[i] * kept - stepSize * first[i] / divisor);
    }
  }

  /** Returns the number of steps taken, then both moving averages. */
  @Override
  public double[] state() {
    double[] state = new double[1 + 2 * first.length];
    state[0] = steps;
    System.arraycopy(first, 0, state, 1, first.length);
    System.arraycopy(second, 0, state, 1 + first.length, first.length);
    return state;
  }

  @Override
  public void restore(double[] state) {
    if (state.length != 1 + 2 * first.length) {
      throw new IllegalArgumentException(
          "a state of " + state.length + " numbers, not " + (1 + 2 * first.length));
    }
    steps = (long) state[0];
    System.arraycopy(state, 1, first, 0, first.length);
    System.arraycopy(state, 1 + first.length, second, 0, first.length);
  }
}
