package io.corpusattention.learning;

import io.corpusattention.attention.Setting;
import io.corpusattention.math.CounterRandom;
import java.io.Serializable;

/**
 * The choice of held-out sentences, on which training is measured. It depends only on the hash of a
 * sentence's id and on the seed.
 *
 * @param share the share of all sentences; 0 for none
 */
public record HeldOut(double share, long seed) implements Serializable {
  /** The default share. */
  public static final double SHARE = 0.1;

  private static final long PURPOSE =
      0x68656c646f7574L; // separates these draws from others with the same seed

  public HeldOut {
    if (!(share >= 0 && share < 1)) {
      throw Setting.HELD_OUT.of(share).bad("must be from 0 to below 1");
    }
  }

  boolean contains(long key) {
    return CounterRandom.uniform(CounterRandom.next(CounterRandom.next(seed, PURPOSE), key))
        < share;
  }
}
