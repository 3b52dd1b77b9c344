package io.corpusattention.ml;

import io.corpusattention.corpus.row.RawRow;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.types.StructType;

/** A copy of a row with room for the added columns. */
final class AddedRow {
  private final Object[] values;
  private final long number;
  private boolean stays = true;

  private AddedRow(Object[] values, long number) {
    this.values = values;
    this.number = number;
  }

  /**
   * Copies a row.
   *
   * @param number the row's index in its partition, from 0
   */
  static AddedRow of(RawRow row, StructType input, StructType output, long number) {
    Object[] values = new Object[output.length()];
    for (int i = 0; i < input.length(); i++) {
      values[i] = row.copied(i, input.fields()[i].dataType());
    }
    return new AddedRow(values, number);
  }

  /** Returns all values. Those of the added columns come last and are null at first. */
  Object[] values() {
    return values;
  }

  RawRow row() {
    return RawRow.of(values);
  }

  /**
   * Returns the name of the row in messages.
   *
   * @param idColumn position of the id column, or -1 if there is none
   */
  String name(int idColumn, StructType input) {
    return idColumn < 0
        ? "row " + number + " of partition " + TaskContext.getPartitionId() + " (from 0)"
        : input.fields()[idColumn].name() + " " + values[idColumn];
  }

  void leaveOut() {
    stays = false;
  }

  boolean stays() {
    return stays;
  }
}
