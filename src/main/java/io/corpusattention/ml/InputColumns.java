package io.corpusattention.ml;

import io.corpusattention.corpus.ColumnRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the columns of a table that Params name, and checks their types.
 *
 * @param table the table's columns
 */
record InputColumns(StructType table) {
  /**
   * Returns the position of a column.
   *
   * @param param the name of the Param that names the column
   */
  int find(ColumnRole role, String param, String name) {
    int at = Arrays.asList(table.fieldNames()).indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException(
          param
              + " "
              + name
              + ": there is no such column; there are "
              + String.join(", ", table.fieldNames()));
    }
    String wrong = role.wrong(table.fields()[at].dataType());
    if (wrong != null) {
      throw new IllegalArgumentException(param + " " + name + ": " + wrong);
    }
    return at;
  }

  /** Returns the position of a column of text or of words. */
  int findText(String param, String name) {
    int at = Arrays.asList(table.fieldNames()).indexOf(name);
    if (at >= 0 && table.fields()[at].dataType().equals(DataTypes.StringType)) {
      return at;
    }
    if (at >= 0 && ColumnRole.TOKENS.wrong(table.fields()[at].dataType()) != null) {
      throw new IllegalArgumentException(
          param
              + " "
              + name
              + ": is of type "
              + table.fields()[at].dataType().catalogString()
              + "; text is a string, words are array<string>");
    }
    return find(ColumnRole.TOKENS, param, name);
  }

  /** Returns the position of an optional column, or -1 if its name is empty. */
  int findIfNamed(ColumnRole role, String param, String name) {
    return name.isEmpty() ? -1 : find(role, param, name);
  }

  /** Returns the columns of the table, followed by those added. */
  StructType with(List<StructField> added) {
    List<StructField> all = new ArrayList<>(List.of(table.fields()));
    for (StructField field : added) {
      // By default, Spark treats names that differ only in case as the same.
      if (all.stream().anyMatch(other -> other.name().equalsIgnoreCase(field.name()))) {
        throw new IllegalArgumentException(
            "column " + field.name() + ": already exists; give what is added another name");
      }
      all.add(field);
    }
    return new StructType(all.toArray(new StructField[0]));
  }
}
