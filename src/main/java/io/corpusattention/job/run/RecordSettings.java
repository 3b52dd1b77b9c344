package io.corpusattention.job.run;

import io.corpusattention.attention.Setting;

/**
 * What becomes of an input's records on their way into tasks.
 *
 * @param partitions tasks to which records are sent by a hash of their ids; null to take the input
 *     as it is split
 * @param limit the most records that are taken; null for all
 */
public record RecordSettings(OnBadRecord onBadRecord, Integer partitions, Integer limit) {
  /** Beyond that Spark's driver runs out of memory with nothing but bookkeeping. */
  private static final int MAX_PARTITIONS = 100_000;

  public RecordSettings {
    if (partitions != null && (partitions < 1 || partitions > MAX_PARTITIONS)) {
      throw Setting.PARTITIONS.of(partitions).bad("must be between 1 and " + MAX_PARTITIONS);
    }
    if (limit != null && limit < 1) {
      throw Setting.LIMIT.of(limit).bad("must be 1 or more");
    }
  }

  /** Whether a record that cannot be computed stops the run. */
  public boolean failOnBadRecord() {
    return onBadRecord == OnBadRecord.FAIL;
  }

  /** Shows all of them. */
  public void show(ShownSettings shown) {
    shown
        .put(Setting.ON_BAD_RECORD, onBadRecord)
        .put(Setting.PARTITIONS, partitions)
        .put(Setting.LIMIT, limit);
  }
}
