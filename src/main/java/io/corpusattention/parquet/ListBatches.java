package io.corpusattention.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * The batches of a part of a file: those of Spark's reader, with list columns inserted. Spark's
 * batches end where row groups end. As with Spark's reader, the next batch reuses the vectors.
 */
final class ListBatches extends AbstractIterator<ColumnarBatch> implements Closeable {
  private final ListFile file;
  private final Iterator<?> others;
  private final boolean[] isList;
  private final OnHeapColumnVector[] lists;
  private ColumnarBatch batch; // null if not read yet

  /**
   * @param file the list columns, in the order of {@code lists}
   * @param others batches of the other columns, followed by the partition columns
   * @param isList which of the file's columns are lists, in the file's order
   * @param batchRows the most rows in a batch
   */
  ListBatches(
      ListFile file, Iterator<?> others, boolean[] isList, List<StructField> lists, int batchRows) {
    this.file = file;
    this.others = others;
    this.isList = isList;
    this.lists = OnHeapColumnVector.allocateColumns(batchRows, lists.toArray(new StructField[0]));
  }

  /**
   * Reads the next batch here and not in next, because Spark adds the file name to errors thrown
   * here.
   */
  @Override
  public boolean hasNext() {
    if (batch == null && others.hasNext()) {
      batch = read((ColumnarBatch) others.next());
    }
    return batch != null;
  }

  @Override
  public ColumnarBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ColumnarBatch next = batch;
    batch = null;
    return next;
  }

  private ColumnarBatch read(ColumnarBatch rest) {
    for (OnHeapColumnVector list : lists) {
      list.reset();
    }
    try {
      file.read(rest.numRows(), lists);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ColumnVector[] columns = new ColumnVector[lists.length + rest.numCols()];
    int list = 0;
    int other = 0;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i < isList.length && isList[i] ? lists[list++] : rest.column(other++);
    }
    return new ColumnarBatch(columns, rest.numRows());
  }

  @Override
  public void close() {
    for (OnHeapColumnVector list : lists) {
      list.close();
    }
    try (file) {
      ((Closeable) others).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
