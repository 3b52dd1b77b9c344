package io.corpusattention.corpus.text;

import java.io.Serializable;
import java.util.List;

/**
 * The columns of a table of text, as the user names them.
 *
 * @param id null where the user names none
 * @param text null where the user names none
 * @param tokens null where the user names none
 * @param keep columns carried through to the output
 * @param ofWords columns that tell of words; they are read beside these, where a table has them
 */
public record TextColumns(
    String id, String text, String tokens, List<String> keep, List<String> ofWords)
    implements Serializable {
  /** The id of a sentence where the user names no other. */
  public static final String DEFAULT_ID = "sentence_id";

  static final String DEFAULT_TEXT = "text";
  static final String DEFAULT_TOKENS = "tokens";

  /** Columns of which none tells of words. */
  public TextColumns(String id, String text, String tokens, List<String> keep) {
    this(id, text, tokens, keep, List.of());
  }

  /** The same with columns that tell of words. */
  public TextColumns withOfWords(List<String> names) {
    return new TextColumns(id, text, tokens, keep, names);
  }
}
