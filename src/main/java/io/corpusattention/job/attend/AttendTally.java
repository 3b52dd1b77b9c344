package io.corpusattention.job.attend;

import io.corpusattention.job.run.Counts;
import java.io.Serializable;

/** What attend counts and times, in a task or in all of them. */
record AttendTally(Counts counts, StageTimes times) implements Serializable {
  static final AttendTally ZERO = new AttendTally(Counts.zero(), StageTimes.ZERO);

  AttendTally plus(AttendTally other) {
    return new AttendTally(counts.plus(other.counts), times.plus(other.times));
  }
}
