package io.corpusattention.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;

/**
 * The columns of a corpus, found and checked.
 *
 * @param tokens null where the input has none
 * @param kept carried through to the output
 */
public record CorpusSchema(
    StructField id,
    StructField tokens,
    List<StructField> kept,
    StructField embeddings,
    EmbeddingsLayout layout)
    implements Serializable {
  public boolean hasTokens() {
    return tokens != null;
  }

  /** Position of the kept columns in a row of the corpus. */
  public int firstKept() {
    return hasTokens() ? 2 : 1;
  }

  /** Position of the embeddings in a row of the corpus. */
  public int embeddingsOrdinal() {
    return firstKept() + kept.size();
  }

  /** Names of all columns, in the order of a row of the corpus. */
  List<String> columnNames() {
    List<String> names = new ArrayList<>();
    names.add(id.name());
    if (hasTokens()) {
      names.add(tokens.name());
    }
    kept.forEach(field -> names.add(field.name()));
    names.add(embeddings.name());
    return names;
  }
}
