package io.corpusattention.job.run;

import io.corpusattention.attention.Setting;

/**
 * Which records of an input are processed, how they are distributed to tasks, and what happens to
 * bad ones.
 *
 * @param partitions number of tasks that records are distributed to by a hash of their ids; null to
 *     keep the splits of the input
 * @param limit maximum number of records to process; null for all
 */
public record RecordSettings(OnBadRecord onBadRecord, Integer partitions, Integer limit) {
  /** With more partitions, Spark's driver runs out of memory from bookkeeping alone. */
  private static final int MAX_PARTITIONS = 100_000;

  public RecordSettings {
    if (partitions != null && (partitions < 1 || partitions > MAX_PARTITIONS)) {
      throw Setting.PARTITIONS.of(partitions).bad("must be between 1 and " + MAX_PARTITIONS);
    }
    if (limit != null && limit < 1) {
      throw Setting.LIMIT.of(limit).bad("must be 1 or more");
    }
  }

  /** Returns whether a record that cannot be processed stops the run. */
  public boolean failOnBadRecord() {
    return onBadRecord == OnBadRecord.FAIL;
  }

  /** Adds all of these settings to the shown settings. */
  public void show(ShownSettings shown) {
    shown
        .put(Setting.ON_BAD_RECORD, onBadRecord)
        .put(Setting.PARTITIONS, partitions)
        .put(Setting.LIMIT, limit);
  }
}
