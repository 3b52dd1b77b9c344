package io.corpusattention.corpus;

import io.corpusattention.corpus.row.EmbeddingsLayout;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/** What a column is used for. The role decides which types the column may have. */
public enum ColumnRole {
  ID("an id is an integer or a string", "a number or a string"),
  TOKENS("tokens are array<string>", "a list of strings"),
  EMBEDDINGS("embeddings are " + EmbeddingsLayout.READABLE, "lists of float32"),
  LABEL("classes are strings or numbers", "a number or a string");

  private static final List<DataType> ID_TYPES =
      List.of(
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          StoredColumn.UNSIGNED,
          DataTypes.StringType);

  private final String right;
  private final String remedy;

  ColumnRole(String right, String remedy) {
    this.right = right;
    this.remedy = remedy;
  }

  /** Returns what to save a column as if Spark does not know its type. */
  String remedy() {
    return remedy;
  }

  /** Returns what is wrong with a type and what would be right, or null if the type fits. */
  public String wrong(DataType type) {
    if (fits(type)) {
      return null;
    }
    String found = type.catalogString();
    // This is JSON in which no number has a decimal point.
    boolean whole = this == EMBEDDINGS && found.matches("array<(array<)?bigint>+");
    String hint = whole ? "; in JSON, give at least one of the numbers a decimal point" : "";
    return "is of type " + found + "; " + right + hint;
  }

  private boolean fits(DataType type) {
    return switch (this) {
      case ID -> ID_TYPES.contains(type);
      case TOKENS ->
          type instanceof ArrayType array && array.elementType().equals(DataTypes.StringType);
      case EMBEDDINGS ->
          EmbeddingsLayout.of(type).isPresent() || StoredColumn.tensorData(type) != null;
      case LABEL ->
          !(type instanceof ArrayType
              || type instanceof MapType
              || type instanceof StructType
              || type instanceof UserDefinedType<?>
              || type instanceof BinaryType);
    };
  }
}
