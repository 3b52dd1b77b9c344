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
 * A sentence to draw, with its attention.
 *
 * @param id the id, as text
 * @param keys the tokens of the sentence
 * @param queries the tokens that attend; in self-attention, the same as the keys
 * @param words the words, joined from keys
 * @param wordOf for each key, the index of its word; -1 for special tokens
 * @param partial whether only the heaviest keys of each query were kept
 * @param held the query that is selected when the sentence is first shown; -1 for none
 * @param kept the words that a summary keeps, by index; null if there is no summary
 * @param heads the number of heads in all layers together
 * @param weights [heads, queries, keys], row-major; 0 for weights that were not kept
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

  /** Returns the same sentence with the words that a summary keeps. */
  public SentenceFigure withKept(List<Integer> kept) {
    return new SentenceFigure(
        id, keys, queries, words, wordOf, partial, held, kept, heads, weights);
  }

  /**
   * Returns the weights, deflated and in base64. Each is a multiple of 1/steps, in 1 byte, or in 2
   * little-endian bytes if there are more than 255 steps.
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
    // For nearly equal weights, the best compression takes 20 times as long and saves a tenth.
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater)) {
      out.write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    } finally {
      deflater.end();
    }
    return Base64.getEncoder().encodeToString(deflated.toByteArray());
  }

  /**
   * Returns the weights of the selected query, [heads, keys], as little-endian float32 in base64.
   */
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
