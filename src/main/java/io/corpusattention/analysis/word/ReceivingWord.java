package io.corpusattention.analysis.word;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The attention that a word receives over a corpus.
 *
 * @param received the attention that an occurrence receives from all queries of its sentence
 *     together, averaged over occurrences; in self-attention, an average token receives 1
 * @param rollout the same mean for the attention rollout, or null if it was not computed
 */
public record ReceivingWord(String word, double received, long occurrences, Double rollout)
    implements Serializable {
  /**
   * Orders words by attention received, highest first, then by frequency, highest first, then by
   * text.
   */
  public static final Comparator<ReceivingWord> MOST_FIRST =
      Comparator.comparingDouble(ReceivingWord::received)
          .reversed()
          .thenComparing(Comparator.comparingLong(ReceivingWord::occurrences).reversed())
          .thenComparing(ReceivingWord::word);
}
