package io.corpusattention.job.embed;

import io.corpusattention.job.run.Counts;
import java.io.Serializable;

/**
 * The counts of one embed task, or of all tasks together.
 *
 * @param emptyLines number of empty lines in text files, which are skipped
 * @param truncated number of truncated sentences
 * @param unknown number of tokens that have no vector or that the tokenizer does not know
 * @param withUnknown number of sentences with unknown tokens
 * @param unknownWords the unknown tokens with their counts
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
