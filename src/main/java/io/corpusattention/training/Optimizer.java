package io.corpusattention.training;

/**
 * Moves parameters against a gradient. Arithmetic is float64 in ascending order of parameters, each
 * rounded to float32 once a step.
 */
public sealed interface Optimizer permits Adam, Sgd {
  /**
   * Takes one step.
   *
   * @param parameters are changed in place
   * @param gradient one number for each parameter
   */
  void step(float[] parameters, double[] gradient, double learningRate);

  /** All that it remembers from the steps before, for a checkpoint. */
  double[] state();

  /** Goes on from what {@link #state} returned. */
  void restore(double[] state);
}
