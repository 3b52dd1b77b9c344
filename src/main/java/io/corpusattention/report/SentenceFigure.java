package io.corpusattention.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/**
 * A sentence with its attention, to be drawn.
 *
 * @param id as text
 * @param keys tokens of the sentence
 * @param queries tokens that ask; in self-attention the same
 * @param heads of the weights
 * @param partial whether only the heaviest keys of each query were kept
 * @param weights [heads, queries, keys], row-major; 0 where a weight was not kept
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record SentenceFigure(
    String id,
    List<String> keys,
    List<String> queries,
    int heads,
    boolean partial,
    float[] weights) {
  /** Of so many steps is a weight of 1: five digits are more than anybody sees. */
  private static final int STEPS = 65535;

  public SentenceFigure {
    if (weights.length != heads * queries.size() * keys.size()) {
      throw new IllegalArgumentException(
          weights.length
              + " weights for "
              + heads
              + " heads, "
              + queries.size()
              + " queries, "
              + keys.size()
              + " keys");
    }
  }

  /** The weights in steps of 1/65535, 2 bytes each, little-endian, as base64. */
  String encodedWeights() {
    ByteBuffer bytes =
        ByteBuffer.allocate(weights.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float weight : weights) {
      bytes.putShort((short) Math.round(Math.min(1f, weight) * STEPS));
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
