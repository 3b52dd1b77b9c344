package io.corpusattention.learning;

import io.corpusattention.math.CounterRandom;
import java.util.Arrays;

/** Chooses the tokens of a sentence to hide in an epoch. Not safe for use by several threads. */
final class HiddenTokens {
  private static final long PURPOSE =
      0x68696464656eL; // separates these draws from others with the same seed

  private final long seed;
  private final double share;
  private final int width;
  private int[] chosen = {};

  HiddenTokens(long seed, double share, int width) {
    this.seed = seed;
    this.share = share;
    this.width = width;
  }

  /**
   * Returns the tokens to hide, ascending. Each token is chosen with the given probability; if none
   * is, the one that came closest is. Never chooses a token with a vector of zeros, which is not a
   * word, or the only token of a sentence.
   */
  int[] of(TrainingSentence sentence, long epoch) {
    int n = sentence.tokens();
    if (n < 2) {
      return new int[0];
    }
    chosen = chosen.length < n ? new int[n] : chosen;
    long state = CounterRandom.next(CounterRandom.next(seed, PURPOSE), epoch);
    state = CounterRandom.next(state, sentence.key());
    int count = 0;
    int likeliest = -1;
    double lowest = 1;
    for (int token = 0; token < n; token++) {
      if (!Vocabulary.isZero(sentence.embeddings(), token * width, width)) {
        double u = CounterRandom.uniform(CounterRandom.next(state, token));
        if (u < share) {
          chosen[count++] = token;
        }
        if (u < lowest) {
          lowest = u;
          likeliest = token;
        }
      }
    }
    if (count == 0 && likeliest >= 0) {
      chosen[count++] = likeliest;
    }
    return Arrays.copyOf(chosen, count);
  }
}
