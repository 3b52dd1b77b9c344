package io.corpusattention.training;

import java.util.List;

/**
 * The loss of sentences, and its gradient with respect to the parameters of one attention layer.
 * Not safe for use by several threads.
 *
 * <p>What sentences add depends only on these sentences, the parameters and the settings. It does
 * not depend on earlier sentences, the kernel or the width of vectors.
 *
 * @param <S> the type of a sentence, with its target
 */
public sealed interface Objective<S> permits MaskedObjective, ClassifyObjective {
  /** Sets the parameters for the next sentences, laid out by {@link ParameterLayout}. */
  void load(float[] parameters);

  /**
   * Adds the losses of some sentences. If the sums have room for a gradient, also adds the gradient
   * of all sentences together, rounded once. This takes fewer roundings and larger products than
   * one sentence at a time.
   *
   * @param sentences the sentences; the same ones in the same order give the same bits
   * @param baseline an expectation of the loss, {@link Baseline#value}, that does not depend on the
   *     draws of these sentences; used only if keys are drawn
   * @return false if a number overflows float32; if so, do not use the sums
   */
  boolean add(List<S> sentences, double baseline, TrainingSums sums);

  /** Adds a single sentence. */
  default boolean add(S sentence, double baseline, TrainingSums sums) {
    return add(List.of(sentence), baseline, sums);
  }
}
