package io.corpusattention.job.attend;

import java.io.Serializable;

/**
 * The time that tasks spent on each part of their work, in nanoseconds, summed over all cores.
 *
 * @param read reading and checking records
 * @param projection the products of embeddings with W_q, W_k and W_v
 * @param attention scores, attention weights and context vectors
 * @param write writing, compressing and committing
 */
public record StageTimes(long read, long projection, long attention, long write)
    implements Serializable {
  public static final StageTimes ZERO = new StageTimes(0, 0, 0, 0);

  /**
   * Returns the time of all layers of a model in nanoseconds: projections, attention and the rest.
   */
  public long layers() {
    return projection + attention;
  }

  /** Returns the sum of these times and others. */
  public StageTimes plus(StageTimes other) {
    return new StageTimes(
        read + other.read,
        projection + other.projection,
        attention + other.attention,
        write + other.write);
  }
}
