package io.corpusattention.training;

/** Stochastic gradient descent without momentum: p ← p − learningRate · g. */
public final class Sgd implements Optimizer {
  @Override
  public void step(float[] parameters, double[] gradient, double learningRate) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (parameters[i] - learningRate * gradient[i]);
    }
  }

  @Override
  public double[] state() {
    return new double[0];
  }

  @Override
  public void restore(double[] state) {
    if (state.length != 0) {
      throw new IllegalArgumentException("a state of " + state.length + " numbers, not 0");
    }
  }
}
