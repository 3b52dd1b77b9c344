package io.corpusattention.text;

import java.io.Serializable;
import java.util.List;

/**
 * A sentence cut into tokens.
 *
 * @param tokens as they are shown; n of them
 * @param ids rows of a model's vocabulary; null where tokens are whole words
 * @param typeIds the segment of each token, as the tokenizer says; null with {@code ids}
 * @param wordIds for each token the word it is a piece of, counted from 0, or {@link #SPECIAL} for
 *     a token that stands for no word; null where tokens are whole words
 * @param unknown the text of the pieces that the tokenizer does not know
 * @param truncated whether the sentence had more tokens than were allowed
 */
public record Tokens(
    String[] tokens,
    int[] ids,
    int[] typeIds,
    int[] wordIds,
    List<String> unknown,
    boolean truncated)
    implements Serializable {
  /** The word of a token such as [CLS]. */
  public static final int SPECIAL = -1;

  /** Whole words, of which at most {@code maxTokens} are taken. */
  public static Tokens words(List<String> words, int maxTokens) {
    boolean truncated = words.size() > maxTokens;
    List<String> kept = truncated ? words.subList(0, maxTokens) : words;
    return new Tokens(kept.toArray(new String[0]), null, null, null, List.of(), truncated);
  }
}
