package io.corpusattention.training;

/**
 * A loss of sentences, and its gradient in the parameters of one attention layer. For one thread.
 *
 * <p>What a sentence adds depends on nothing but the sentence, the parameters and the settings: not
 * on the sentences before it, the kernel or the width of vectors.
 *
 * @param <S> a sentence with what is to be found in it
 */
public sealed interface Objective<S> permits MaskedObjective, ClassifyObjective {
  /** Takes the parameters of the sentences to come, laid out as {@link ParameterLayout} says. */
  void load(float[] parameters);

  /**
   * Adds a sentence's losses, and its gradient if the sums have room for one.
   *
   * @param baseline an expectation of the loss, {@link Baseline#value}, that does not depend on
   *     this sentence's draws; not read where no keys are drawn
   * @return false where a number overflows float32; nothing is added then
   */
  boolean add(S sentence, double baseline, TrainingSums sums);
}
