package io.corpusattention.corpus;

import static org.apache.spark.sql.functions.col;

import io.corpusattention.corpus.row.EmbeddingsLayout;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns that are read as another type than Spark gives them. */
public final class StoredColumn {
  /** Spark's type for unsigned integers of 64 bits. */
  static final DataType UNSIGNED = DataTypes.createDecimalType(20, 0);

  private static final String DATA = "data";

  private StoredColumn() {}

  /**
   * The values of a tensor as Ray stores it, {@code struct<data, shape>}; null where a type is none
   * that holds embeddings.
   */
  static DataType tensorData(DataType type) {
    if (type instanceof StructType struct
        && Set.of(struct.fieldNames()).equals(Set.of(DATA, "shape"))) {
      DataType data = struct.apply(DATA).dataType();
      return EmbeddingsLayout.of(data).isPresent() ? data : null;
    }
    return null;
  }

  /** A column of a table, read as what it was found to be. */
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
