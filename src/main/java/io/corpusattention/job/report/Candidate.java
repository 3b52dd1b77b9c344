package io.corpusattention.job.report;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A sentence that may be chosen. The natural order puts sentences with the requested word first,
 * then those of a readable length. Among equals, it puts those first whose queries differ most.
 *
 * @param named whether the sentence is shown regardless of its rank
 * @param hasWord whether the sentence contains the requested word
 * @param readable whether the sentence has a readable length; false for sentences with the word
 * @param end the index after its last query
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

  /**
   * Of two candidates with the same text, returns the named one, or else the one with the lower id.
   */
  static Candidate ofText(Candidate one, Candidate other) {
    if (one.named != other.named) {
      return one.named ? one : other;
    }
    return one.id.compareTo(other.id) <= 0 ? one : other;
  }
}
