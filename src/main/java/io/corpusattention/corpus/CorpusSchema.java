package io.corpusattention.corpus;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.row.TokenColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The columns of a corpus, after they are found and checked. A row of the corpus has, in this
 * order: the id, the sentence's tokens and its queries' tokens if it has them, the kept columns,
 * the sentence's embeddings, and its queries' embeddings if it has its own queries.
 *
 * @param kept columns to copy to the output
 * @param query null if sentences have no own queries
 */
public record CorpusSchema(
    StructField id, TokenColumns sentence, TokenColumns query, List<StructField> kept)
    implements Serializable {
  private static final int ID = 0;

  /**
   * The seed of Spark SQL's xxhash64, so that xxhash64(cast(id AS string)) returns the same hash.
   */
  private static final long HASH_SEED = 42;

  public boolean hasTokens() {
    return sentence.hasTokens();
  }

  public boolean hasQuery() {
    return query != null;
  }

  public boolean hasQueryTokens() {
    return query != null && query.hasTokens();
  }

  /** Returns the position of the sentence's tokens, if it has tokens. */
  public int tokensOrdinal() {
    return 1;
  }

  /** Returns the position of the tokens of its queries, if they have tokens. */
  public int queryTokensOrdinal() {
    return hasTokens() ? 2 : 1;
  }

  /** Returns the position of the first kept column. */
  public int firstKept() {
    return queryTokensOrdinal() + (hasQueryTokens() ? 1 : 0);
  }

  /** Returns the kept column with this name, or null if there is none. */
  public StructField kept(String name) {
    return kept.stream().filter(field -> field.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns the position of a kept column. */
  public int keptOrdinal(StructField field) {
    return firstKept() + kept.indexOf(field);
  }

  /** Returns the position of the sentence's embeddings. */
  public int embeddingsOrdinal() {
    return firstKept() + kept.size();
  }

  /** Returns the position of the embeddings of its own queries, if it has any. */
  public int queryOrdinal() {
    return embeddingsOrdinal() + 1;
  }

  /** Checks that a row has an id. Returns null if it does. */
  public Rejection inspectId(RawRow row) {
    return row.isNull(ID)
        ? new Rejection(RejectReason.NULL_ID, "column " + id.name() + " is null")
        : null;
  }

  /**
   * Returns the key of a sentence for random draws: a hash of its id, the same on every machine.
   */
  public long key(RawRow row) {
    Object value = row.value(ID, id.dataType());
    UTF8String text =
        value instanceof UTF8String string ? string : UTF8String.fromString(value.toString());
    return XXH64.hashUTF8String(text, HASH_SEED);
  }

  /** Returns the columns in the order of a row of the corpus. */
  List<StructField> fields() {
    List<StructField> fields = new ArrayList<>();
    fields.add(id);
    if (hasTokens()) {
      fields.add(sentence.tokens());
    }
    if (hasQueryTokens()) {
      fields.add(query.tokens());
    }
    fields.addAll(kept);
    fields.add(sentence.embeddings());
    if (hasQuery()) {
      fields.add(query.embeddings());
    }
    return fields;
  }

  /**
   * Returns the names of the columns in the order of a row of the corpus. A name may occur twice.
   */
  List<String> columnNames() {
    return fields().stream().map(StructField::name).toList();
  }
}
