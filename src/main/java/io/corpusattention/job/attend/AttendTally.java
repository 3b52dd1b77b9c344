package io.corpusattention.job.attend;

import io.corpusattention.job.run.Counts;
import java.io.Serializable;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What attend counts and times, in a task or in all of them.
 *
 * @param text zero where sentences come embedded
 * @param kernels the names of those that computed
 */
public record AttendTally(
    Counts counts, TextTally text, StageTimes times, SortedSet<String> kernels)
    implements Serializable {
  static final AttendTally ZERO =
      new AttendTally(Counts.zero(), TextTally.ZERO, StageTimes.ZERO, new TreeSet<>());

  AttendTally plus(AttendTally other) {
    SortedSet<String> all = new TreeSet<>(kernels);
    all.addAll(other.kernels);
    return new AttendTally(
        counts.plus(other.counts), text.plus(other.text), times.plus(other.times), all);
  }
}
