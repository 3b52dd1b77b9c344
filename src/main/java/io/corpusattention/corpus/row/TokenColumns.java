package io.corpusattention.corpus.row;

import java.io.Serializable;
import org.apache.spark.sql.types.StructField;

/**
 * The columns of embedded tokens: those of a sentence or of its queries.
 *
 * @param tokens array of strings; null if there are none
 * @param layout the layout of the embeddings
 */
public record TokenColumns(StructField tokens, StructField embeddings, EmbeddingsLayout layout)
    implements Serializable {
  public boolean hasTokens() {
    return tokens != null;
  }
}
