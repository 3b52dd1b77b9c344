package io.corpusattention.job.attend;

import io.corpusattention.job.run.Counts;
import java.io.Serializable;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The counts and times of one attend task, or of all tasks together.
 *
 * @param text the counts of a text; zero if the input is embedded sentences
 * @param kernels the names of the kernels that computed
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
