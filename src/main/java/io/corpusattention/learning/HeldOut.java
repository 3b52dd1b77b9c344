package io.corpusattention.learning;

import io.corpusattention.attention.Setting;
import io.corpusattention.math.CounterRandom;
import java.io.Serializable;

/**
 * Which sentences are kept from training, to measure on: chosen by the hash of a sentence's id and
 * the seed alone.
 *
 * @param share of all sentences; 0 for none
 */
public record HeldOut(double share, long seed) implements Serializable {
  /** Where the user sets no other. */
  public static final double SHARE = 0.1;

  private static final long PURPOSE = 0x68656c646f7574L; // tells these draws from others of a seed

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
