package io.corpusattention.learning;

import io.corpusattention.attention.AttentionShape;
import java.io.Serializable;
import java.util.List;

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

  /** Floats of an array of a group's; of longer sentences fewer make a group, or one alone. */
  private static final long MOST_FLOATS = 1L << 23;

  /** The groups of steps that take so many sentences. */
  static Groups forBatch(int sentences) {
    int groups = Math.max(1, sentences / SENTENCES);
    return new Groups(Math.min(MOST_BITS, 31 - Integer.numberOfLeadingZeros(groups)));
  }

  /**
   * Where a group that starts at a sentence ends, before which sentence of a step.
   *
   * @param sentences in ascending order of their keys
   */
  int end(List<TrainingSentence> sentences, int start, AttentionShape shape) {
    int group = of(sentences.get(start).key());
    long floats = floats(sentences.get(start), shape);
    int end = start + 1;
    for (; end < sentences.size() && of(sentences.get(end).key()) == group; end++) {
      floats += floats(sentences.get(end), shape);
      if (floats > MOST_FLOATS) {
        break;
      }
    }
    return end;
  }

  /** What the largest array of a sentence takes if all its tokens ask. */
  private static long floats(TrainingSentence sentence, AttentionShape shape) {
    return (long) shape.heads()
        * sentence.tokens()
        * Math.max(sentence.tokens(), shape.modelWidth());
  }

  /** The group of a sentence; those of ascending keys ascend. */
  int of(long key) {
    // the sign bit turned, since keys are ordered as signed numbers
    return bits == 0 ? 0 : (int) ((key ^ Long.MIN_VALUE) >>> (Long.SIZE - bits));
  }
}
