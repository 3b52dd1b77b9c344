package io.corpusattention.text;

import java.io.Serializable;
import java.util.List;

/**
 * A sentence split into tokens.
 *
 * @param tokens the n tokens, as shown to users
 * @param ids rows of a model's vocabulary; null if tokens are whole words
 * @param typeIds the segment of each token, from the tokenizer; null if {@code ids} is null
 * @param wordIds for each token, the word it is a piece of, counted from 0, or {@link #SPECIAL} for
 *     a token that is not part of a word; null if tokens are whole words
 * @param unknown the text of the pieces that the tokenizer does not know
 * @param truncated whether the sentence had more tokens than allowed
 */
public record Tokens(
    String[] tokens,
    int[] ids,
    int[] typeIds,
    int[] wordIds,
    List<String> unknown,
    boolean truncated)
    implements Serializable {
  /** The word id of a token such as [CLS]. */
  public static final int SPECIAL = -1;

  /** Returns whole words as tokens, at most {@code maxTokens} of them. */
  public static Tokens words(List<String> words, int maxTokens) {
    boolean truncated = words.size() > maxTokens;
    List<String> kept = truncated ? words.subList(0, maxTokens) : words;
    return new Tokens(kept.toArray(new String[0]), null, null, null, List.of(), truncated);
  }
}
