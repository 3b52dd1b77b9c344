package io.corpusattention.learning;

import io.corpusattention.math.Kernels;
import io.corpusattention.training.ClassifyObjective;
import io.corpusattention.training.LabelledSentence;
import io.corpusattention.training.MaskedObjective;
import io.corpusattention.training.MaskedSentence;
import io.corpusattention.training.Objective;
import io.corpusattention.training.TrainingSums;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Turns sentences into examples of a goal, and adds them to sums. Not safe for use by several
 * threads.
 *
 * @param making makes the example of a sentence in an epoch; hidden tokens and negatives depend on
 *     the epoch
 */
record Examples<S>(Objective<S> objective, BiFunction<TrainingSentence, Long, S> making) {
  /** The divisor of the scores of candidates. */
  static final double TEMPERATURE = 1;

  /**
   * Returns the examples to find hidden tokens: sentences with hidden tokens and their negatives.
   */
  static Examples<MaskedSentence> masked(
      Layer layer, LearningSettings settings, Goal.Masked goal, Vocabulary vocabulary) {
    return new Examples<>(
        new MaskedObjective(
            layer.layout(),
            layer.attention(),
            TEMPERATURE,
            settings.entropyWeight(),
            Kernels.told()),
        new MaskedSentences(layer, settings.seed(), goal, vocabulary)::of);
  }

  /** Returns the examples to classify sentences: sentences with the number of their class. */
  static Examples<LabelledSentence> classified(
      Layer layer, LearningSettings settings, Goal.Classify goal) {
    return new Examples<>(
        new ClassifyObjective(
            layer.layout(), layer.attention(), settings.entropyWeight(), Kernels.told()),
        (sentence, epoch) ->
            new LabelledSentence(
                sentence.key(),
                sentence.tokens(),
                sentence.embeddings(),
                Collections.binarySearch(goal.labels(), sentence.label())));
  }

  /**
   * Adds a group of sentences.
   *
   * @param baseline the baseline of REINFORCE
   * @return false if a number overflows float32
   */
  boolean add(List<TrainingSentence> sentences, long epoch, double baseline, TrainingSums sums) {
    return objective.add(
        sentences.stream().map(sentence -> making.apply(sentence, epoch)).toList(), baseline, sums);
  }
}
