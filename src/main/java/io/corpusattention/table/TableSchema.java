package io.corpusattention.table;

import io.corpusattention.table.run.RunFolder;
import java.io.Serializable;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One table of a run folder.
 *
 * @param folder the name of its folder, one that {@link RunFolder} knows
 * @param records columns of any type
 * @param lists the columns after them: lists of floats or ints, neither null nor empty, written in
 *     whole pages
 * @param footer keys and values for the footer of each file
 */
public record TableSchema(
    String folder, StructType records, StructType lists, Map<String, String> footer)
    implements Serializable {
  /** Returns the same table with these keys and values in its footers. */
  public TableSchema withFooter(Map<String, String> keys) {
    return new TableSchema(folder, records, lists, keys);
  }

  /** Returns all columns. */
  public StructType all() {
    return new StructType(
        Stream.of(records, lists)
            .flatMap(part -> Stream.of(part.fields()))
            .toArray(StructField[]::new));
  }
}
