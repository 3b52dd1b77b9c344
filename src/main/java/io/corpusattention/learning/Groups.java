package io.corpusattention.learning;

import io.corpusattention.attention.AttentionShape;
import java.io.Serializable;
import java.util.List;

/**
 * Groups of sentences whose gradients are added in float32 before they are rounded. The first bits
 * of a sentence's key determine its group, so groups do not depend on partitions or on the number
 * of shards. A group is never split between shards.
 *
 * @param bits the number of groups is 2^bits
 */
record Groups(int bits) implements Serializable {
  /** The approximate number of sentences of a step per group: enough for large products. */
  private static final int SENTENCES = 16;

  private static final int MOST_BITS = 16;

  /**
   * The maximum number of floats of an array of a group. A group has fewer sentences if they are
   * long, but at least one.
   */
  private static final long MOST_FLOATS = 1L << 23;

  /** Returns the groups for steps of this number of sentences. */
  static Groups forBatch(int sentences) {
    int groups = Math.max(1, sentences / SENTENCES);
    return new Groups(Math.min(MOST_BITS, 31 - Integer.numberOfLeadingZeros(groups)));
  }

  /**
   * Returns the end of the group that starts at a sentence: the index after its last sentence.
   *
   * @param sentences the sentences of a step, in ascending order of keys
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

  /** Returns the number of floats of a sentence's largest array if all its tokens are queries. */
  private static long floats(TrainingSentence sentence, AttentionShape shape) {
    return (long) shape.heads()
        * sentence.tokens()
        * Math.max(sentence.tokens(), shape.modelWidth());
  }

  /** Returns the group of a sentence. Groups ascend with keys. */
  int of(long key) {
    // flips the sign bit, because keys are ordered as signed numbers
    return bits == 0 ? 0 : (int) ((key ^ Long.MIN_VALUE) >>> (Long.SIZE - bits));
  }
}
