package io.corpusattention.math;

/** What stands between the two products of a feed-forward network, element by element. */
public enum Activation {
  /** x · Φ(x) with the normal distribution's Φ, by erf (Hendrycks and Gimpel 2016). */
  GELU,
  /** The same by its approximation with tanh, as GPT-2 has it. */
  GELU_NEW,
  /** max(x, 0). */
  RELU
}
