package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How many words of a sentence its summary has at most. */
public sealed interface SummaryLength extends Serializable {
  /**
   * The number for a sentence.
   *
   * @param words that the sentence has, without punctuation
   */
  int of(int words);

  /**
   * A share of the sentence's words, rounded up.
   *
   * @param share above 0, at most 1; decimal, so that 0.7 of 10 words are 7
   */
  record Share(BigDecimal share) implements SummaryLength {
    @Override
    public int of(int words) {
      return share.multiply(BigDecimal.valueOf(words)).setScale(0, RoundingMode.CEILING).intValue();
    }
  }

  /** A third of the sentence's words, rounded up, but two where it has them. */
  record Third() implements SummaryLength {
    private static final int LEAST = 2;

    @Override
    public int of(int words) {
      return Math.max(LEAST, (words + 2) / 3);
    }

    @Override
    public String toString() {
      return "a third, at least " + LEAST;
    }
  }

  /** So many, whatever the sentence's length. */
  record Count(int count) implements SummaryLength {
    @Override
    public int of(int words) {
      return count;
    }
  }
}
