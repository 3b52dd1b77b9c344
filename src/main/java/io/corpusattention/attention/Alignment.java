package io.corpusattention.attention;

/** How a query's scores become its weights. */
public enum Alignment {
  /** Every key has a weight: softmax. */
  SOFT,
  /** The best key has the weight 1, ties going to the lower key; all others have 0. */
  HARD
}
