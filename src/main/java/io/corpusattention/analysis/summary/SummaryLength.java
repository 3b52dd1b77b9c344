package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The maximum number of words in the summary of a sentence. */
public sealed interface SummaryLength extends Serializable {
  /**
   * Returns the maximum for a sentence.
   *
   * @param words the number of words of the sentence, without punctuation
   */
  int of(int words);

  /**
   * A share of the sentence's words, rounded up.
   *
   * @param share the share, above 0 and at most 1; it is decimal, so that 0.7 of 10 words is
   *     exactly 7
   */
  record Share(BigDecimal share) implements SummaryLength {
    @Override
    public int of(int words) {
      return share.multiply(BigDecimal.valueOf(words)).setScale(0, RoundingMode.CEILING).intValue();
    }
  }

  /** A third of the sentence's words, rounded up, but at least two if it has them. */
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

  /** A fixed number, regardless of the length of the sentence. */
  record Count(int count) implements SummaryLength {
    @Override
    public int of(int words) {
      return count;
    }
  }
}
