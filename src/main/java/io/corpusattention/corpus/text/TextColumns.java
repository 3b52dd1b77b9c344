package io.corpusattention.corpus.text;

import java.io.Serializable;
import java.util.List;

/**
 * The columns of a text table that the user names.
 *
 * @param id null if the user names none
 * @param text null if the user names none
 * @param tokens null if the user names none
 * @param keep columns to copy to the output
 */
public record TextColumns(String id, String text, String tokens, List<String> keep)
    implements Serializable {
  /** The id column if the user names none. */
  public static final String DEFAULT_ID = "sentence_id";

  static final String DEFAULT_TEXT = "text";
  static final String DEFAULT_TOKENS = "tokens";
}
