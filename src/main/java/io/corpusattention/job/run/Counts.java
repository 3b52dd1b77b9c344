package io.corpusattention.job.run;

import io.corpusattention.attention.RejectReason;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/**
 * The counts of one task, or of all tasks together.
 *
 * @param written sentences in the attention table; read = written + rejected
 * @param rows rows of the attention table; more than sentences if some were cut into tiles
 * @param tokens tokens of the written sentences
 * @param reasons rejected records by reason
 */
public record Counts(
    long read, long written, long rows, long tokens, Map<RejectReason, Long> reasons)
    implements Serializable {
  public static Counts zero() {
    return new Counts(0, 0, 0, 0, new EnumMap<>(RejectReason.class));
  }

  public long rejected() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the sum of these counts and others. */
  public Counts plus(Counts other) {
    Map<RejectReason, Long> sum = new EnumMap<>(RejectReason.class);
    sum.putAll(reasons);
    other.reasons.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return new Counts(
        read + other.read, written + other.written, rows + other.rows, tokens + other.tokens, sum);
  }
}
