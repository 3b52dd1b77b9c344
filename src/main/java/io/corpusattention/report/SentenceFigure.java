package io.corpusattention.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A sentence with its attention, to be drawn.
 *
 * @param id as text
 * @param keys tokens of the sentence
 * @param queries tokens that ask; in self-attention the same
 * @param words put together of the keys
 * @param wordOf for each key the index of its word; -1 for special tokens
 * @param partial whether only the heaviest keys of each query were kept
 * @param held the query that is held when the sentence is first shown; -1 for none
 * @param kept words that a summary has kept, by index; null where there is no summary
 * @param heads of all layers together
 * @param weights [heads, queries, keys], row-major; 0 where a weight was not kept
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record SentenceFigure(
    String id,
    List<String> keys,
    List<String> queries,
    List<String> words,
    List<Integer> wordOf,
    boolean partial,
    int held,
    List<Integer> kept,
    int heads,
    float[] weights) {
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
    if (wordOf.size() != keys.size() || held < -1 || held >= queries.size()) {
      throw new IllegalArgumentException(
          wordOf.size() + " word numbers for " + keys.size() + " keys; query " + held + " held");
    }
  }

  /** The same with the words that a summary has kept. */
  public SentenceFigure withKept(List<Integer> kept) {
    return new SentenceFigure(
        id, keys, queries, words, wordOf, partial, held, kept, heads, weights);
  }

  /**
   * The weights, deflated, as base64: each in steps of 1/steps, in 1 byte, or in 2 bytes,
   * little-endian, of more than 255 steps.
   */
  String encodedWeights(int steps) {
    boolean wide = steps > 0xff;
    ByteBuffer bytes =
        ByteBuffer.allocate(weights.length * (wide ? Short.BYTES : Byte.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float weight : weights) {
      int step = Math.round(Math.min(1f, weight) * steps);
      if (wide) {
        bytes.putShort((short) step);
      } else {
        bytes.put((byte) step);
      }
    }
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    // The best compression takes 20 times as long where weights are nearly alike, for a tenth.
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater)) {
      out.write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no such failure
    } finally {
      deflater.end();
    }
    return Base64.getEncoder().encodeToString(deflated.toByteArray());
  }

  /** The weights of the query that is held, [heads, keys], float32, little-endian, as base64. */
  String heldWeights() {
    int n = keys.size();
    ByteBuffer bytes = ByteBuffer.allocate(heads * n * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int head = 0; head < heads; head++) {
      int from = (head * queries.size() + held) * n;
      bytes.asFloatBuffer().put(weights, from, n);
      bytes.position(bytes.position() + n * Float.BYTES);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
