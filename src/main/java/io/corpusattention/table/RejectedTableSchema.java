package io.corpusattention.table;

import io.corpusattention.corpus.Rejection;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The columns of the table of rejected records: id, reason, detail. */
public final class RejectedTableSchema {
  private RejectedTableSchema() {}

  /** The id has the input's type and may be null; reason is a word, detail a sentence. */
  public static TableSchema of(DataType id) {
    StructType columns =
        new StructType()
            .add("id", id, true)
            .add("reason", DataTypes.StringType, false)
            .add("detail", DataTypes.StringType, false);
    return new TableSchema(RunFolder.REJECTED, columns, new StructType(), Map.of());
  }

  /** One row. */
  public static InternalRow row(Object id, Rejection rejection) {
    return new GenericInternalRow(
        new Object[] {
          id,
          UTF8String.fromString(rejection.reason().label()),
          UTF8String.fromString(rejection.detail())
        });
  }
}
