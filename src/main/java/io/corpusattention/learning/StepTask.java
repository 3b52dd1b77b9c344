package io.corpusattention.learning;

import io.corpusattention.training.TrainingSums;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function2;
import scala.collection.Iterator;

/**
 * The work of a step on one shard: its losses, and the gradient where one is wanted.
 *
 * <p>A class and no lambda, because Spark reads the byte code of each lambda that it is given,
 * which takes longer than a small step.
 *
 * @param vocabulary null unless tokens are hidden
 * @param parameters null where they are broadcast
 * @param sent the parameters where they are too many to go with the task; else null
 * @param steps of an epoch; 0 to measure on the held-out sentences
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
record StepTask(
    Layer layer,
    LearningSettings settings,
    Broadcast<Vocabulary> vocabulary,
    float[] parameters,
    Broadcast<float[]> sent,
    double baseline,
    long epoch,
    int steps,
    int step)
    implements Function2<TaskContext, Iterator<Shard>, StepTask.Sums>, Serializable {
  @Override
  public Sums apply(TaskContext context, Iterator<Shard> shards) {
    Shard shard = shards.next();
    boolean trains = steps > 0;
    List<TrainingSentence> sentences =
        trains ? shard.ofStep(settings.seed(), epoch, steps, step) : Arrays.asList(shard.heldOut());
    TrainingSums sums = new TrainingSums(trains ? layer.layout().size() : 0);
    long tokens = 0;
    if (!sentences.isEmpty()) {
      Layer drawing = layer.inEpoch(settings.seed(), epoch);
      Examples<?> examples = shard.examples(drawing, settings, () -> examples(drawing));
      examples.objective().load(sent == null ? parameters : sent.value());
      Groups groups = Groups.forBatch(settings.batch());
      int end = 0;
      for (int start = 0; start < sentences.size(); start = end) {
        end = groups.end(sentences, start, layer.layout().shape());
        List<TrainingSentence> group = sentences.subList(start, end);
        if (!examples.add(group, epoch, baseline, sums)) {
          return new Sums(new TrainingSums(0), 0, true);
        }
        tokens += group.stream().mapToLong(TrainingSentence::tokens).sum();
      }
      shard.keep(drawing, settings, examples);
    }
    return new Sums(sums, tokens, false);
  }

  private Examples<?> examples(Layer drawing) {
    return settings.goal() instanceof Goal.Masked masked
        ? Examples.masked(drawing, settings, masked, vocabulary.value())
        : Examples.classified(drawing, settings, (Goal.Classify) settings.goal());
  }

  /**
   * What one shard adds to a step.
   *
   * @param tokens of its sentences
   * @param overflowed whether a number grew beyond float32; the sums are of no use then
   */
  record Sums(TrainingSums sums, long tokens, boolean overflowed) implements Serializable {}
}
