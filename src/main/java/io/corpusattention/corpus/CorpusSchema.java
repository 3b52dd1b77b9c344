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
 * The columns of a corpus, found and checked. A row of the corpus has, in this order: the id, the
 * sentence's tokens and those of its queries where there are such, the kept columns, the sentence's
 * embeddings, and those of its queries where it brings any.
 *
 * @param kept carried through to the output
 * @param query null where sentences bring no queries
 */
public record CorpusSchema(
    StructField id, TokenColumns sentence, TokenColumns query, List<StructField> kept)
    implements Serializable {
  private static final int ID = 0;

  /** The seed of Spark SQL's xxhash64, so that xxhash64(cast(id AS string)) gives the same. */
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

  /** Position of the sentence's tokens, where it has some. */
  public int tokensOrdinal() {
    return 1;
  }

  /** Position of the tokens of its queries, where they have some. */
  public int queryTokensOrdinal() {
    return hasTokens() ? 2 : 1;
  }

  /** Position of the kept columns. */
  public int firstKept() {
    return queryTokensOrdinal() + (hasQueryTokens() ? 1 : 0);
  }

  /** The kept column of this name; null where there is none. */
  public StructField kept(String name) {
    return kept.stream().filter(field -> field.name().equals(name)).findFirst().orElse(null);
  }

  /** Position of a kept column. */
  public int keptOrdinal(StructField field) {
    return firstKept() + kept.indexOf(field);
  }

  /** Position of the sentence's embeddings. */
  public int embeddingsOrdinal() {
    return firstKept() + kept.size();
  }

  /** Position of the embeddings of its queries, where it brings any. */
  public int queryOrdinal() {
    return embeddingsOrdinal() + 1;
  }

  /** Looks whether a row has an id; null where it does. */
  public Rejection inspectId(RawRow row) {
    return row.isNull(ID)
        ? new Rejection(RejectReason.NULL_ID, "column " + id.name() + " is null")
        : null;
  }

  /** What stands for a sentence in random choices: a hash of its id, the same everywhere. */
  public long key(RawRow row) {
    Object value = row.value(ID, id.dataType());
    UTF8String text =
        value instanceof UTF8String string ? string : UTF8String.fromString(value.toString());
    return XXH64.hashUTF8String(text, HASH_SEED);
  }

  /** The columns in the order of a row of the corpus. */
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

  /** Names of the columns in the order of a row of the corpus; one may be there twice. */
  List<String> columnNames() {
    return fields().stream().map(StructField::name).toList();
  }
}
