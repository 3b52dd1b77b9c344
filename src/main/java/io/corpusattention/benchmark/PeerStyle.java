package io.corpusattention.benchmark;

/** How the peer computes. */
public enum PeerStyle {
  /**
   * One product over all tokens of a batch, attention over sentences of equal length. In training:
   * batches of sentences of like lengths, where hidden tokens alone ask.
   */
  PACKED,
  /** Shuffled batches padded to their longest sentence, with a mask; all tokens ask. */
  PADDED
}
