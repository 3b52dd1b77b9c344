package io.corpusattention.corpus;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.EmbeddingsLayout;
import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;

/**
 * The input columns that the user names.
 *
 * @param id integer or string
 * @param tokens array of strings
 * @param tokensRequired whether the user named the tokens column, so that it must exist
 * @param embeddings see {@link EmbeddingsLayout}
 * @param query the embeddings of each sentence's queries; null if the input has no queries
 * @param queryTokens array of strings; null if queries have no tokens
 * @param keep columns to copy to the output
 * @param keepSetting the setting that names the kept columns
 */
public record CorpusColumns(
    String id,
    String tokens,
    boolean tokensRequired,
    String embeddings,
    String query,
    String queryTokens,
    List<String> keep,
    Setting keepSetting)
    implements Serializable {
  /** The tokens column if the user names none. */
  public static final String DEFAULT_TOKENS = "tokens";

  /** The embeddings column if the user names none. */
  public static final String DEFAULT_EMBEDDINGS = "embeddings";

  /** Returns the same columns, with only the kept columns whose names fit. */
  public CorpusColumns keeping(Predicate<String> fits) {
    return new CorpusColumns(
        id,
        tokens,
        tokensRequired,
        embeddings,
        query,
        queryTokens,
        keep.stream().filter(fits).toList(),
        keepSetting);
  }
}
