package io.corpusattention.parquet;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.collection.Iterator;

/**
 * Reads a part of a file, in a task. In: the part. Out: its batches of columns.
 *
 * @param all reads all columns
 * @param others Spark's reader for columns that are not lists
 * @param otherNames the names of these other columns
 * @param isList which columns are lists, in the order of all columns
 * @param lists the list columns
 * @param batchRows the most rows in a batch
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
record ListFileReader(
    Function1<PartitionedFile, Iterator<InternalRow>> all,
    Function1<PartitionedFile, Iterator<InternalRow>> others,
    Set<String> otherNames,
    boolean[] isList,
    List<StructField> lists,
    int batchRows,
    Broadcast<SerializableConfiguration> conf)
    implements Function1<PartitionedFile, Iterator<InternalRow>>, Serializable {
  @Override
  public Iterator<InternalRow> apply(PartitionedFile part) {
    try {
      ListFile file = ListFile.open(part, lists, otherNames, conf.value().value());
      return file == null ? all.apply(part) : batches(part, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns batches typed as rows, as Spark's own readers do when asked for batches. */
  @SuppressWarnings("unchecked")
  private Iterator<InternalRow> batches(PartitionedFile part, ListFile file) throws IOException {
    Iterator<?> batches = null;
    try {
      batches = new ListBatches(file, others.apply(part), isList, lists, batchRows);
    } finally {
      if (batches == null) {
        file.close();
      }
    }
    return (Iterator<InternalRow>) batches;
  }
}
