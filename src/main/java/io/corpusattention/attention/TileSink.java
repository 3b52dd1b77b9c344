package io.corpusattention.attention;

import java.io.IOException;

/** Receives what {@link AttentionStep} computes, sentence after sentence. */
public interface TileSink {
  /**
   * One tile; the tiles of a sentence come in the order of their queries.
   *
   * @param tile valid during the call only: its arrays are used again
   */
  void accept(AttentionTile tile) throws IOException;

  /** A sentence that has no finite result; it comes in place of all its tiles. */
  void reject(int sentence, RejectReason reason, String detail) throws IOException;
}
