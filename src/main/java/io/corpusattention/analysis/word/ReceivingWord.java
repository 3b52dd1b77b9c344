package io.corpusattention.analysis.word;

import java.io.Serializable;
import java.util.Comparator;

/**
 * How much attention a word receives, over a corpus.
 *
 * @param received mean over its occurrences of the sum over all queries of its sentence; in
 *     self-attention 1 is what an average token receives
 * @param rollout the same of what the layers of a model, multiplied, give; null where they are not
 */
public record ReceivingWord(String word, double received, long occurrences, Double rollout)
    implements Serializable {
  /** That which receives most first; then the more frequent; then by their text. */
  public static final Comparator<ReceivingWord> MOST_FIRST =
      Comparator.comparingDouble(ReceivingWord::received)
          .reversed()
          .thenComparing(Comparator.comparingLong(ReceivingWord::occurrences).reversed())
          .thenComparing(ReceivingWord::word);
}
