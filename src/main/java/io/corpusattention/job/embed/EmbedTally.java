package io.corpusattention.job.embed;

import io.corpusattention.job.run.Counts;
import java.io.Serializable;

/**
 * What embed counts, in a task or in all of them.
 *
 * @param emptyLines of text files, passed over
 * @param truncated sentences that were cut
 * @param unknown tokens without a vector, or that the tokenizer does not know
 * @param withUnknown sentences that have some
 * @param unknownWords these words
 */
record EmbedTally(
    Counts counts,
    long emptyLines,
    long truncated,
    long unknown,
    long withUnknown,
    FrequentWords unknownWords)
    implements Serializable {
  static final EmbedTally ZERO = new EmbedTally(Counts.zero(), 0, 0, 0, 0, new FrequentWords());

  EmbedTally plus(EmbedTally other) {
    return new EmbedTally(
        counts.plus(other.counts),
        emptyLines + other.emptyLines,
        truncated + other.truncated,
        unknown + other.unknown,
        withUnknown + other.withUnknown,
        unknownWords.plus(other.unknownWords));
  }
}
