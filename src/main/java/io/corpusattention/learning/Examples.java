package io.corpusattention.learning;

import io.corpusattention.training.TrainingSums;

/** Turns sentences into examples of a goal, and adds them to sums. For one thread. */
interface Examples {
  /** Takes the parameters of the sentences to come. */
  void load(float[] parameters);

  /**
   * Adds a sentence.
   *
   * @param epoch on which hidden tokens and negatives depend
   * @param baseline of REINFORCE
   * @return false where a number overflows float32
   */
  boolean add(TrainingSentence sentence, long epoch, double baseline, TrainingSums sums);
}
