package io.corpusattention.job.attend;

import java.io.Serializable;

/**
 * What is counted of a text that is cut.
 *
 * @param emptyLines of text files, passed over
 * @param truncated sentences that were cut
 * @param unknown tokens that the tokenizer does not know
 */
public record TextTally(long emptyLines, long truncated, long unknown) implements Serializable {
  static final TextTally ZERO = new TextTally(0, 0, 0);

  TextTally plus(TextTally other) {
    return new TextTally(
        emptyLines + other.emptyLines, truncated + other.truncated, unknown + other.unknown);
  }
}
