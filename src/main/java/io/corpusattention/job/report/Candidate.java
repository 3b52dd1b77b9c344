package io.corpusattention.job.report;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A sentence that may be chosen. The natural order puts first what is chosen first: the sentences
 * with the word that was asked for; then those of a length that is good to read; of these those in
 * which queries differ most.
 *
 * @param named whether it is shown in any case
 * @param hasWord whether it has the word
 * @param readable whether its length is good to read; not asked of those with the word
 * @param end the last of its queries + 1
 */
record Candidate(
    String id,
    String text,
    boolean named,
    boolean hasWord,
    boolean readable,
    double difference,
    int end)
    implements Comparable<Candidate>, Serializable {
  private static final Comparator<Candidate> ORDER =
      Comparator.comparing(Candidate::hasWord)
          .thenComparing(Candidate::readable)
          .thenComparingDouble(Candidate::difference)
          .reversed()
          .thenComparing(Candidate::id);

  @Override
  public int compareTo(Candidate other) {
    return ORDER.compare(this, other);
  }

  /** Of two with the same text the one that is shown in any case, or that with the lower id. */
  static Candidate ofText(Candidate one, Candidate other) {
    if (one.named != other.named) {
      return one.named ? one : other;
    }
    return one.id.compareTo(other.id) <= 0 ? one : other;
  }
}
