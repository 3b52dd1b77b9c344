package io.corpusattention.learning;

import io.corpusattention.training.TrainingSums;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * The work of a step on one shard: its losses, and the gradient where one is wanted.
 *
 * @param vocabulary null unless tokens are hidden
 * @param steps of an epoch; 0 to measure on the held-out sentences
 */
record StepTask(
    Layer layer,
    LearningSettings settings,
    Broadcast<Vocabulary> vocabulary,
    Broadcast<float[]> parameters,
    double baseline,
    long epoch,
    int steps,
    int step)
    implements FlatMapFunction<Iterator<Shard>, StepSums>, Serializable {

  @Override
  public Iterator<StepSums> call(Iterator<Shard> shards) {
    Shard shard = shards.next();
    boolean trains = steps > 0;
    List<TrainingSentence> sentences =
        trains ? shard.ofStep(settings.seed(), epoch, steps, step) : Arrays.asList(shard.heldOut());
    TrainingSums sums = new TrainingSums(trains ? layer.layout().size() : 0);
    long tokens = 0;
    if (!sentences.isEmpty()) {
      Examples examples = examples();
      examples.load(parameters.value());
      for (TrainingSentence sentence : sentences) {
        if (!examples.add(sentence, epoch, baseline, sums)) {
          return List.of(new StepSums(new TrainingSums(0), 0, true)).iterator();
        }
        tokens += sentence.tokens();
      }
    }
    return List.of(new StepSums(sums, tokens, false)).iterator();
  }

  private Examples examples() {
    Layer drawing = layer.inEpoch(settings.seed(), epoch);
    if (settings.goal() instanceof Goal.Masked masked) {
      return new MaskedExamples(drawing, settings, masked, vocabulary.value());
    }
    return new ClassifyExamples(drawing, settings, (Goal.Classify) settings.goal());
  }
}
