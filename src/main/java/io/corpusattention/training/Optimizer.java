package io.corpusattention.training;

/**
 * Moves parameters against a gradient. Computes in float64, in ascending order of parameters.
 * Rounds each parameter to float32 once per step.
 */
public sealed interface Optimizer permits Adam, Sgd {
  /**
   * Takes one step.
   *
   * @param parameters the parameters, which are changed in place
   * @param gradient the gradient, one number for each parameter
   */
  void step(float[] parameters, double[] gradient, double learningRate);

  /** Returns what the optimizer remembers from earlier steps, for a checkpoint. */
  double[] state();

  /** Restores the result of {@link #state}. */
  void restore(double[] state);
}
