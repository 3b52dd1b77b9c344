package io.corpusattention.learning;

import io.corpusattention.math.CounterRandom;
import java.util.Arrays;

/** Chooses the tokens of a sentence that are hidden in an epoch. For one thread. */
final class HiddenTokens {
  private static final long PURPOSE = 0x68696464656eL; // tells these draws from others of a seed

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
   * The hidden ones, ascending: each token with the given probability, the likeliest where that
   * gives none. Never a token with a vector of zeros, which is no word, nor the only token.
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
