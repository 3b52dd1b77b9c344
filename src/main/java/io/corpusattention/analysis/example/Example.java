package io.corpusattention.analysis.example;

import io.corpusattention.analysis.summary.NaturalOrder;
import java.io.Serializable;
import java.util.Comparator;

/**
 * A place in a sentence where a figure is strong. The strongest is first; of equals that with the
 * lower id, and where ids are not unique the earlier place.
 *
 * @param id of the sentence: a String or a number
 * @param queryPlace the first token of the word that attends, from 0; {@link #NO_PLACE} for none
 * @param keyPlace the first token of the word that is attended to
 */
public record Example(double weight, Object id, int queryPlace, int keyPlace)
    implements Comparable<Example>, Serializable {
  /** In place of a word that attends: all words do. */
  public static final int NO_PLACE = -1;

  private static final Comparator<Example> ORDER =
      Comparator.comparingDouble(Example::weight)
          .reversed()
          .thenComparing(Example::id, NaturalOrder.ORDER)
          .thenComparingInt(Example::queryPlace)
          .thenComparingInt(Example::keyPlace);

  @Override
  public int compareTo(Example other) {
    return ORDER.compare(this, other);
  }
}
