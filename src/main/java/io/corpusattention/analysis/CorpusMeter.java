package io.corpusattention.analysis;

import io.corpusattention.analysis.relation.RelationMeter;
import io.corpusattention.analysis.word.PairSums;
import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.analysis.word.WordIndex;
import io.corpusattention.analysis.word.Words;
import io.corpusattention.math.Kernels;
import java.util.Arrays;
import java.util.Objects;

/**
 * Measures the rows of an attention table one by one, even if the table is never written. Keeps the
 * sums of whole sentences. Passes parts of sentences and pairs of words to a sink.
 *
 * <p>Combines adjacent rows of a sentence: its tiles and its layers.
 */
public final class CorpusMeter {
  /**
   * The maximum number of different pairs held at once. They take 4 MB, which mostly fits in a
   * processor's cache.
   */
  private static final int MAX_PAIRS = 1 << 16;

  /**
   * The number of longs passed to the sink at once. It must be small, because Java's object
   * streams, which Spark's shuffles use, keep references to the last hundred objects written.
   */
  private static final int HANDED_OUT = 512 * PairSums.ENTRY;

  private final MeterPlan plan;
  private final boolean together;
  private final SentenceMeter attention;
  private final RolloutMeter rollout; // null if there is no rollout
  private final LinkMeter links; // null if the index has no words
  private final RelationMeter relations;
  private final PairSums pairs = new PairSums(1);
  private final int parts;
  private final MeterSink sink;
  private final CorpusSums whole;

  // The current sentence.
  private Object id;
  private SentenceSums sentence;
  private Words words;
  private TokenMarks marks;

  /**
   * @param together whether all rows of a sentence are adjacent
   * @param index the words to measure
   * @param parts the number of parts into which the pairs of words are divided
   */
  public CorpusMeter(MeterPlan plan, boolean together, WordIndex index, int parts, MeterSink sink) {
    this.plan = plan;
    this.together = together;
    this.attention = new SentenceMeter(plan, Kernels.get());
    this.rollout = plan.rollout() ? new RolloutMeter(plan.heads(), Kernels.get()) : null;
    this.links = index.size() == 0 ? null : new LinkMeter(plan, index);
    this.parts = parts;
    this.sink = sink;
    this.whole = new CorpusSums(plan);
    this.relations = new RelationMeter(plan.heads(), whole.relations());
  }

  /**
   * Takes a row.
   *
   * @param norms the meter of lengths, which has already taken the values of this sentence and
   *     layer; or null
   */
  public void add(MeteredRow row, NormMeter norms) {
    boolean begins = row.layer() == 0 && row.queryStart() == 0;
    if (sentence == null || begins || !Objects.equals(id, row.id())) {
      endSentence();
      id = row.id();
      words = row.keys();
      marks = words == null ? null : TokenMarks.of(words, plan.measures().specials());
      sentence = new SentenceSums(row.numTokens(), plan, marks);
      if (words != null) {
        relations.begin(row.syntax(), words.wordOf(), words.pieces());
      }
    }
    attention.measure(row, marks, norms, sentence);
    if (rollout != null) {
      rollout.take(row);
    }
    if (links != null && words != null) {
      links.measure(row, words, pairs);
    }
    relations.take(row.layer(), row.attention(), row.queryStart(), row.numQueries());
    if (plan.measures().selfAttention() && sentence.isWhole()) {
      relations.end();
      if (rollout != null) {
        rollout.measure(marks, sentence);
        if (links != null && words != null) {
          links.rolledOut(rollout.received(), words, pairs);
        }
      }
      whole.add(sentence);
      sentence = null;
    }
    if (pairs.size() >= MAX_PAIRS) {
      handOut();
    }
  }

  /** Passes the rest to the sink and returns the sums of whole sentences. */
  public CorpusSums end() {
    endSentence();
    handOut();
    return whole;
  }

  private void endSentence() {
    if (sentence != null && together) {
      sentence.requireWhole(id, plan.measures().selfAttention());
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
