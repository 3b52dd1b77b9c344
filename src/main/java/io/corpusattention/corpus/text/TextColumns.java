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
 */
public record TextColumns(String id, String text, String tokens, List<String> keep)
    implements Serializable {
  /** The id of a sentence where the user names no other. */
  public static final String DEFAULT_ID = "sentence_id";

  static final String DEFAULT_TEXT = "text";
  static final String DEFAULT_TOKENS = "tokens";
}
