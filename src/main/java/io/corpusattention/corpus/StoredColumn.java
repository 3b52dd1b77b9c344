package io.corpusattention.corpus;

import static org.apache.spark.sql.functions.col;

import io.corpusattention.corpus.row.EmbeddingsLayout;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns that are read as a different type from the one that Spark finds. */
public final class StoredColumn {
  /** Spark's type for unsigned 64-bit integers. */
  static final DataType UNSIGNED = DataTypes.createDecimalType(20, 0);

  private static final String DATA = "data";

  private StoredColumn() {}

  /**
   * Returns the type of the values of a tensor that Ray stored as {@code struct<data, shape>}, or
   * null if the type is not a tensor of embeddings.
   */
  static DataType tensorData(DataType type) {
    if (type instanceof StructType struct
        && Set.of(struct.fieldNames()).equals(Set.of(DATA, "shape"))) {
      DataType data = struct.apply(DATA).dataType();
      return EmbeddingsLayout.of(data).isPresent() ? data : null;
    }
    return null;
  }

  /** Returns a column of a table, converted to the type that it is read as. */
  public static Column as(StructField read, StructType input) {
    Column column = col(Corpus.quoted(read.name()));
    DataType stored = input.apply(read.name()).dataType();
    if (stored.equals(UNSIGNED) && read.dataType().equals(DataTypes.StringType)) {
      return column.cast(DataTypes.StringType).as(read.name());
    }
    boolean tensor = read.dataType().equals(tensorData(stored));
    return tensor ? column.getField(DATA).as(read.name()) : column;
  }
}
