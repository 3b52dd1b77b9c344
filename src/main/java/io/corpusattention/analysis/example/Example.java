package io.corpusattention.analysis.example;

import io.corpusattention.analysis.summary.NaturalOrder;
import java.io.Serializable;
import java.util.Comparator;

/**
 * A place in a sentence where a weight is high. Examples are ordered by descending weight, then by
 * id, then by place, in case ids are not unique.
 *
 * @param weight the attention that the word receives, from one word or from all words
 * @param id the id of the sentence: a String or a number
 * @param queryPlace the index of the first token of the word that attends, from 0, or {@link
 *     #NO_PLACE} for none
 * @param keyPlace the index of the first token of the word that receives attention
 */
public record Example(double weight, Object id, int queryPlace, int keyPlace)
    implements Comparable<Example>, Serializable {
  /** Means that the attention comes from all words of the sentence instead of a single one. */
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
