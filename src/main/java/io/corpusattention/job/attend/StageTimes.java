package io.corpusattention.job.attend;

import java.io.Serializable;

/**
 * How long tasks spent on each part of their work, in nanoseconds, all cores together.
 *
 * @param read reading and checking records
 * @param projection the products of embeddings with W_q, W_k and W_v
 * @param attention scores, attention weights and context vectors
 * @param write writing, compressing and committing
 */
public record StageTimes(long read, long projection, long attention, long write)
    implements Serializable {
  public static final StageTimes ZERO = new StageTimes(0, 0, 0, 0);

  /** All of a model's layers, in nanoseconds: projections, attention and what stands between. */
  public long layers() {
    return projection + attention;
  }

  /** The sum of both. */
  public StageTimes plus(StageTimes other) {
    return new StageTimes(
        read + other.read,
        projection + other.projection,
        attention + other.attention,
        write + other.write);
  }
}
