package io.corpusattention.job;

/** How the peer computes. */
public enum PeerStyle {
  /** One product over all tokens of a batch, attention over sentences of equal length. */
  PACKED,
  /** Batches padded to their longest sentence, with a mask. */
  PADDED
}
