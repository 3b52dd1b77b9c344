package io.corpusattention.learning;

import java.io.Serializable;

/**
 * Groups of sentences whose gradients are added up as float32 before they are rounded: by the first
 * bits of their keys, so that who is in a group depends on no partition and on no number of shards.
 * Groups are never divided between shards.
 *
 * @param bits so many groups are 2^bits
 */
record Groups(int bits) implements Serializable {
  /** Sentences of a step in a group, about: enough for products to be large. */
  private static final int SENTENCES = 16;

  private static final int MOST_BITS = 16;

  /** The groups of steps that take so many sentences. */
  static Groups forBatch(int sentences) {
    int groups = Math.max(1, sentences / SENTENCES);
    return new Groups(Math.min(MOST_BITS, 31 - Integer.numberOfLeadingZeros(groups)));
  }

  /** The group of a sentence; those of ascending keys ascend. */
  int of(long key) {
    // the sign bit turned, since keys are ordered as signed numbers
    return bits == 0 ? 0 : (int) ((key ^ Long.MIN_VALUE) >>> (Long.SIZE - bits));
  }
}
