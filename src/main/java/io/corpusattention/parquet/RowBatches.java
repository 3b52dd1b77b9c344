package io.corpusattention.parquet;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.RowToColumnConverter;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/** Converts rows to batches of columns. Each batch is valid until the next one is requested. */
final class RowBatches extends AbstractIterator<ColumnarBatch> {
  private final Iterator<InternalRow> rows;
  private final RowToColumnConverter converter;
  private final WritableColumnVector[] vectors;
  private final ColumnarBatch batch;
  private final int batchRows;

  RowBatches(Iterator<InternalRow> rows, StructType schema, int batchRows) {
    this.rows = rows;
    this.converter = new RowToColumnConverter(schema);
    this.vectors = OnHeapColumnVector.allocateColumns(batchRows, schema);
    this.batch = new ColumnarBatch(vectors);
    this.batchRows = batchRows;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public ColumnarBatch next() {
    for (WritableColumnVector vector : vectors) {
      vector.reset();
    }
    int count = 0;
    while (count < batchRows && rows.hasNext()) {
      converter.convert(rows.next(), vectors);
      count++;
    }
    batch.setNumRows(count);
    return batch;
  }
}
