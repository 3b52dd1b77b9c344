package io.corpusattention.ml;

import io.corpusattention.corpus.EmbeddingsLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the columns that Params name in a table, and checks their types.
 *
 * @param table its columns
 */
record InputColumns(StructType table) {
  private static final List<DataType> ID_TYPES =
      List.of(
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.StringType);

  /** Position of an integer or a string. */
  int id(String param, String name) {
    return find(param, name, ID_TYPES::contains, "an id is an integer or a string");
  }

  /** Position of an array of strings. */
  int tokens(String param, String name) {
    return find(
        param,
        name,
        type -> type instanceof ArrayType array && array.elementType().equals(DataTypes.StringType),
        "tokens are array<string>");
  }

  /** Position of numbers or strings that stand for classes. */
  int label(String param, String name) {
    return find(
        param,
        name,
        type -> type instanceof NumericType || type.equals(DataTypes.StringType),
        "classes are numbers or strings");
  }

  /** Position of embeddings in any layout that can be read. */
  int embeddings(String param, String name) {
    return find(
        param,
        name,
        type -> EmbeddingsLayout.of(type).isPresent(),
        "embeddings are " + EmbeddingsLayout.READABLE);
  }

  private int find(String param, String name, Predicate<DataType> fits, String right) {
    int at = Arrays.asList(table.fieldNames()).indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException(
          param
              + " "
              + name
              + ": there is no such column; there are "
              + String.join(", ", table.fieldNames()));
    }
    DataType type = table.fields()[at].dataType();
    if (!fits.test(type)) {
      throw new IllegalArgumentException(
          param + " " + name + ": is of type " + type.catalogString() + "; " + right);
    }
    return at;
  }

  /** The table with more columns, none of which may be there already. */
  StructType with(List<StructField> added) {
    List<StructField> all = new ArrayList<>(List.of(table.fields()));
    for (StructField field : added) {
      // Spark takes names that differ in case alone for one, unless it is told otherwise.
      if (all.stream().anyMatch(other -> other.name().equalsIgnoreCase(field.name()))) {
        throw new IllegalArgumentException(
            "column " + field.name() + ": is there already; give what is added another name");
      }
      all.add(field);
    }
    return new StructType(all.toArray(new StructField[0]));
  }
}
