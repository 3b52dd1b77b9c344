package io.corpusattention.job.attend;

import java.io.Serializable;

/**
 * Counts from cutting a text into sentences.
 *
 * @param emptyLines number of empty lines in text files, which are skipped
 * @param truncated number of truncated sentences
 * @param unknown number of tokens that the tokenizer does not know
 */
public record TextTally(long emptyLines, long truncated, long unknown) implements Serializable {
  static final TextTally ZERO = new TextTally(0, 0, 0);

  TextTally plus(TextTally other) {
    return new TextTally(
        emptyLines + other.emptyLines, truncated + other.truncated, unknown + other.unknown);
  }
}
