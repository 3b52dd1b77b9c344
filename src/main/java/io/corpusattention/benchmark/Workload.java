package io.corpusattention.benchmark;

import io.corpusattention.attention.Setting;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A corpus to measure on: the number of synthetic sentences, the width of their vectors, and the
 * heads.
 */
public record Workload(String name, int modelWidth, int heads, long sentences) {
  /** Wide vectors and many heads, as in BERT: products take most of the time. */
  public static final Workload W1 = new Workload("W1", 768, 12, 5_000);

  /** Narrow vectors and one head, as with word vectors: reading and writing matter more. */
  public static final Workload W2 = new Workload("W2", 100, 1, 50_000);

  private static final List<Workload> ALL = List.of(W1, W2);

  /** Returns the workload that {@code --workload} names. */
  public static Workload named(String name) {
    return ALL.stream()
        .filter(workload -> workload.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Setting.WORKLOAD
                    .of(name)
                    .bad(
                        "there is "
                            + ALL.stream().map(Workload::name).collect(Collectors.joining(" and "))
                            + "; name one of them, or several by commas"));
  }

  /**
   * Returns this workload with the number of sentences multiplied by a factor, but with at least
   * one.
   */
  Workload times(double scale) {
    return new Workload(name, modelWidth, heads, Math.max(1, Math.round(sentences * scale)));
  }
}
