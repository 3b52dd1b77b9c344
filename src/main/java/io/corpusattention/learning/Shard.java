package io.corpusattention.learning;

import io.corpusattention.math.CounterRandom;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Some of the sentences, in ascending order of keys, with the assignment of sentences to the steps
 * of an epoch. Stays in an executor's cache. The assignment is computed once per epoch.
 */
final class Shard implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long PURPOSE =
      0x62617463686573L; // separates these draws from others with the same seed

  /** Orders by content if keys are equal, because keys may collide and ids may not be unique. */
  private static final Comparator<TrainingSentence> ORDER =
      Comparator.comparingLong(TrainingSentence::key)
          .thenComparing(TrainingSentence::embeddings, Arrays::compare)
          .thenComparing(TrainingSentence::label, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final TrainingSentence[] training;
  private final TrainingSentence[] heldOut;
  private final List<TrainingRecord> rejected;

  private transient Steps steps;
  private transient Spare spare;

  /**
   * The steps of one epoch.
   *
   * @param starts the start of each step's sentences in {@code order}, and the end of the last
   */
  private record Steps(long seed, long epoch, int count, int[] order, int[] starts) {}

  /** What a step keeps for the next one: examples with scratch arrays that have grown. */
  private record Spare(Layer layer, LearningSettings settings, Examples<?> examples) {}

  Shard(List<TrainingRecord> records, HeldOut split) {
    TrainingSentence[] all =
        records.stream()
            .map(TrainingRecord::sentence)
            .filter(sentence -> sentence != null)
            .sorted(ORDER)
            .toArray(TrainingSentence[]::new);
    this.training =
        Arrays.stream(all).filter(s -> !split.contains(s.key())).toArray(TrainingSentence[]::new);
    this.heldOut =
        Arrays.stream(all).filter(s -> split.contains(s.key())).toArray(TrainingSentence[]::new);
    this.rejected = records.stream().filter(record -> record.rejection() != null).toList();
  }

  TrainingSentence[] training() {
    return training;
  }

  TrainingSentence[] heldOut() {
    return heldOut;
  }

  List<TrainingRecord> rejected() {
    return rejected;
  }

  /**
   * Returns the sentences of one step of an epoch of {@code count} steps. Each sentence is in
   * exactly one step.
   */
  synchronized List<TrainingSentence> ofStep(long seed, long epoch, int count, int step) {
    if (steps == null || steps.seed != seed || steps.epoch != epoch || steps.count != count) {
      steps = divide(seed, epoch, count);
    }
    int[] order = steps.order;
    return Arrays.stream(order, steps.starts[step], steps.starts[step + 1])
        .mapToObj(i -> training[i])
        .toList();
  }

  /**
   * Removes and returns the examples kept by a step of the same layer and settings, or creates new
   * ones.
   */
  synchronized Examples<?> examples(
      Layer layer, LearningSettings settings, Supplier<Examples<?>> otherwise) {
    Spare found = spare;
    spare = null;
    return found != null && found.layer.equals(layer) && found.settings.equals(settings)
        ? found.examples
        : otherwise.get();
  }

  /** Keeps examples for the next step. */
  synchronized void keep(Layer layer, LearningSettings settings, Examples<?> examples) {
    spare = new Spare(layer, settings, examples);
  }

  private Steps divide(long seed, long epoch, int count) {
    long state = CounterRandom.next(CounterRandom.next(seed, PURPOSE), epoch);
    int[] step = new int[training.length];
    int[] starts = new int[count + 1];
    for (int i = 0; i < training.length; i++) {
      double u = CounterRandom.uniform(CounterRandom.next(state, training[i].key()));
      step[i] = (int) (u * count);
      starts[step[i] + 1]++;
    }
    for (int i = 0; i < count; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    int[] order = new int[training.length];
    for (int i = 0; i < training.length; i++) {
      order[next[step[i]]++] = i;
    }
    return new Steps(seed, epoch, count, order, starts);
  }
}
