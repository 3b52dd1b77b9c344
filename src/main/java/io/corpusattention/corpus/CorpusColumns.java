package io.corpusattention.corpus;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.EmbeddingsLayout;
import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;

/**
 * The columns of the input, as the user names them.
 *
 * @param id integer or string
 * @param tokens array of strings
 * @param tokensRequired whether the user named the tokens column, so that it must be there
 * @param embeddings see {@link EmbeddingsLayout}
 * @param query embeddings of each sentence's queries, or null where it brings none
 * @param queryTokens array of strings, or null where queries have no tokens
 * @param keep columns carried through to the output
 * @param keepSetting the setting that names these
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
  /** The tokens column where the user names none. */
  public static final String DEFAULT_TOKENS = "tokens";

  /** The embeddings column where the user names none. */
  public static final String DEFAULT_EMBEDDINGS = "embeddings";

  /** The same with those of the kept columns whose names fit. */
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
