package io.corpusattention.math;

/**
 * The activation functions of a feed-forward network, applied to each element between its two
 * products.
 */
public enum Activation {
  /**
   * x · Φ(x), where Φ is the normal distribution function, computed with erf (Hendrycks and Gimpel
   * 2016).
   */
  GELU,
  /** The tanh approximation of {@link #GELU}, as in GPT-2. */
  GELU_NEW,
  /** max(x, 0). */
  RELU
}
