package io.corpusattention.analysis;

import java.util.Arrays;
import java.util.Objects;

/**
 * Measures the rows of an attention table, or what would be its rows, one after the other: sums of
 * whole sentences stay here, parts of sentences and pairs of words go to a sink.
 *
 * <p>Neighbouring tiles of a sentence are put together here.
 */
public final class CorpusMeter {
  /** Different pairs held at once: 4 MB, which a processor's cache holds for the most part. */
  private static final int MAX_PAIRS = 1 << 16;

  /**
   * Longs handed out at once. Java's object streams, which Spark's shuffles use, hold on to the
   * last hundred objects written to each: these have to be small.
   */
  private static final int HANDED_OUT = 512 * PairSums.ENTRY;

  private final boolean selfAttention;
  private final boolean together;
  private final SentenceMeter attention;
  private final LinkMeter links; // null where there are no words to speak of
  private final PairSums pairs = new PairSums(1);
  private final int parts;
  private final MeterSink sink;
  private final CorpusSums whole;

  // The sentence whose tiles are coming in.
  private Object id;
  private SentenceSums sentence;

  /**
   * @param selfAttention whether queries are the sentence's own tokens
   * @param together whether all rows of a sentence come one after the other
   * @param norms measures lengths, too; or null
   * @param index words to speak of
   * @param parts how many parts the pairs of words are divided into
   */
  public CorpusMeter(
      int heads,
      boolean selfAttention,
      boolean together,
      NormMeter norms,
      WordIndex index,
      int parts,
      MeterSink sink) {
    this.selfAttention = selfAttention;
    this.together = together;
    this.attention = new SentenceMeter(heads, selfAttention, norms);
    this.links = index.size() == 0 ? null : new LinkMeter(heads, selfAttention, index);
    this.parts = parts;
    this.sink = sink;
    this.whole = new CorpusSums(attention.rows(), heads);
  }

  /**
   * Takes a row.
   *
   * @param rowId of its sentence
   * @param weights [heads, numQueries, numTokens]
   * @param keys words of the keys, or null
   * @param queries words of all the sentence's queries, or null; in self-attention those of the
   *     keys
   */
  public void add(
      Object rowId,
      float[] weights,
      int numTokens,
      int queryStart,
      int numQueries,
      Words keys,
      Words queries) {
    TokenMarks marks = keys == null ? null : TokenMarks.of(keys);
    SentenceSums row = attention.measure(weights, numTokens, queryStart, numQueries, marks);
    if (sentence != null && queryStart > 0 && Objects.equals(id, rowId)) {
      sentence.add(row);
    } else {
      endSentence();
      id = rowId;
      sentence = row;
    }
    if (selfAttention && sentence.queries() == numTokens) {
      whole.add(sentence);
      sentence = null;
    }
    if (links != null && keys != null) {
      links.measure(weights, queryStart, numQueries, keys, queries, pairs);
      if (pairs.size() >= MAX_PAIRS) {
        handOut();
      }
    }
  }

  /** Hands out the rest and gives the sums of the whole sentences. */
  public CorpusSums end() {
    endSentence();
    handOut();
    return whole;
  }

  private void endSentence() {
    if (sentence != null && together) {
      whole.add(sentence);
    } else if (sentence != null) {
      sink.part(id, sentence);
    }
    sentence = null;
  }

  private void handOut() {
    long[][] entries = new long[parts][];
    int[] lengths = new int[parts];
    pairs.forEach(
        (pair, sum, count) -> {
          int part = PairSums.part(pair, parts);
          if (entries[part] == null) {
            entries[part] = new long[HANDED_OUT];
          }
          int at = lengths[part];
          entries[part][at] = pair;
          entries[part][at + 1] = sum;
          entries[part][at + 2] = count;
          lengths[part] = at + PairSums.ENTRY;
          if (lengths[part] == HANDED_OUT) {
            sink.pairs(part, entries[part]);
            entries[part] = null;
            lengths[part] = 0;
          }
        });
    for (int part = 0; part < parts; part++) {
      if (lengths[part] > 0) {
        sink.pairs(part, Arrays.copyOf(entries[part], lengths[part]));
      }
    }
    pairs.clear();
  }
}
