package io.corpusattention.learning;

import io.corpusattention.corpus.KilledTask;
import io.corpusattention.training.TrainingSums;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function2;
import scala.collection.Iterator;

/**
 * The work of a step on one shard. Computes the losses, and the gradient if this is a training
 * step.
 *
 * <p>This is a class, not a lambda, because Spark analyzes the bytecode of each lambda, which takes
 * longer than a small step.
 *
 * @param vocabulary the vocabulary, or null if no tokens are hidden
 * @param parameters the parameters, or null if they are broadcast
 * @param sent the broadcast parameters, if they are too many to send with the task; otherwise null
 * @param steps the number of steps of the epoch, or 0 to measure on the held-out sentences
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
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
        KilledTask.end();
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
   * The contribution of one shard to a step.
   *
   * @param tokens the number of tokens of its sentences
   * @param overflowed whether a number overflowed float32; if so, do not use the sums
   */
  record Sums(TrainingSums sums, long tokens, boolean overflowed) implements Serializable {}
}
