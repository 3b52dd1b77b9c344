package io.corpusattention.corpus.row;

import java.io.Serializable;
import org.apache.spark.sql.types.StructField;

/**
 * The columns of embedded tokens: a sentence's own, or those of its queries.
 *
 * @param tokens array of strings, or null where there are none
 * @param layout of the embeddings
 */
public record TokenColumns(StructField tokens, StructField embeddings, EmbeddingsLayout layout)
    implements Serializable {
  public boolean hasTokens() {
    return tokens != null;
  }
}
