package io.corpusattention.job.run;

import io.corpusattention.attention.RejectReason;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was counted in a task, or in all of them.
 *
 * @param written sentences in the attention table; read = written + rejected
 * @param rows rows of the attention table, more than sentences where some were cut into tiles
 * @param tokens of the written sentences
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

  /** The sum of both. */
  public Counts plus(Counts other) {
    Map<RejectReason, Long> sum = new EnumMap<>(RejectReason.class);
    sum.putAll(reasons);
    other.reasons.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return new Counts(
        read + other.read, written + other.written, rows + other.rows, tokens + other.tokens, sum);
  }
}
