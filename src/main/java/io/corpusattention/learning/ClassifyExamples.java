package io.corpusattention.learning;

import io.corpusattention.math.Kernels;
import io.corpusattention.training.ClassifyObjective;
import io.corpusattention.training.LabelledSentence;
import io.corpusattention.training.TrainingSums;
import java.util.Collections;
import java.util.List;

/** Sentences with the number of their class. */
final class ClassifyExamples implements Examples {
  private final ClassifyObjective objective;
  private final List<String> labels;

  ClassifyExamples(Layer layer, LearningSettings settings, Goal.Classify goal) {
    this.objective =
        new ClassifyObjective(
            layer.layout(), layer.attention(), settings.entropyWeight(), Kernels.get());
    this.labels = goal.labels();
  }

  @Override
  public void load(float[] parameters) {
    objective.load(parameters);
  }

  @Override
  public boolean add(TrainingSentence sentence, long epoch, double baseline, TrainingSums sums) {
    int label = Collections.binarySearch(labels, sentence.label());
    return objective.add(
        new LabelledSentence(sentence.key(), sentence.tokens(), sentence.embeddings(), label),
        baseline,
        sums);
  }
}
