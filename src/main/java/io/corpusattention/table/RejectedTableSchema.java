package io.corpusattention.table;

import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the table of rejected records: id, reason, detail. */
public final class RejectedTableSchema {
  private RejectedTableSchema() {}

  /**
   * Returns the columns. The id has the input's type and may be null; reason is a word; detail is a
   * sentence.
   */
  public static TableSchema of(DataType id) {
    StructType columns =
        new StructType()
            .add("id", id, true)
            .add("reason", DataTypes.StringType, false)
            .add("detail", DataTypes.StringType, false);
    return new TableSchema(RunLayout.REJECTED, columns, new StructType(), Map.of());
  }

  /** Returns one row. */
  public static RawRow row(Object id, Rejection rejection) {
    return RawRow.of(id, rejection.reason().label(), rejection.detail());
  }
}
