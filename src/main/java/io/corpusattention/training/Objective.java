package io.corpusattention.training;

import java.util.List;

/**
 * A loss of sentences, and its gradient in the parameters of one attention layer. For one thread.
 *
 * <p>What sentences add depends on nothing but these sentences, the parameters and the settings:
 * not on those before them, the kernel or the width of vectors.
 *
 * @param <S> a sentence with what is to be found in it
 */
public sealed interface Objective<S> permits MaskedObjective, ClassifyObjective {
  /** Takes the parameters of the sentences to come, laid out as {@link ParameterLayout} says. */
  void load(float[] parameters);

  /**
   * Adds the losses of some sentences, and the gradient of all of them together, rounded once, if
   * the sums have room for one: fewer roundings and larger products than one by one.
   *
   * @param sentences the same ones in the same order give the same bits
   * @param baseline an expectation of the loss, {@link Baseline#value}, that does not depend on
   *     these sentences' draws; not read where no keys are drawn
   * @return false where a number overflows float32; the sums are of no use then
   */
  boolean add(List<S> sentences, double baseline, TrainingSums sums);

  /** Adds one sentence. */
  default boolean add(S sentence, double baseline, TrainingSums sums) {
    return add(List.of(sentence), baseline, sums);
  }
}
