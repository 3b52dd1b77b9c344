package io.corpusattention.table;

import io.corpusattention.corpus.CorpusSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the table of rejected records: id, reason, detail. */
public final class RejectedTableSchema {
  private RejectedTableSchema() {}

  /** The id has the input's type and may be null; reason is a word, detail a sentence. */
  public static StructType of(CorpusSchema corpus) {
    return new StructType()
        .add("id", corpus.id().dataType(), true)
        .add("reason", DataTypes.StringType, false)
        .add("detail", DataTypes.StringType, false);
  }
}
