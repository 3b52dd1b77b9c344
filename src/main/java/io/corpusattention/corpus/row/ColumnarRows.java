package io.corpusattention.corpus.row;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Reads the rows of a table in one pass. If the reader returns batches of columns, the rows are
 * views of these batches instead of the copies that Spark makes. Each row is valid until the next
 * one.
 */
public final class ColumnarRows {
  private ColumnarRows() {}

  /** Returns the rows of a table, of plain files or of any other kind. */
  public static RDD<RawRow> of(Dataset<Row> table) {
    SparkPlan plan = table.queryExecution().executedPlan();
    if (plan instanceof WholeStageCodegenExec stage
        && stage.child() instanceof ColumnarToRowExec rows) {
      SparkPlan batches =
          rows.child() instanceof InputAdapter adapter ? adapter.child() : rows.child();
      return JavaRDD.fromRDD(
              batches.executeColumnar(),
              ClassTag$.MODULE$.<ColumnarBatch>apply(ColumnarBatch.class))
          .flatMap(ColumnarRows::views)
          .rdd();
    }
    return plain(table).rdd();
  }

  private static Iterator<RawRow> views(ColumnarBatch batch) {
    return CollectionConverters.asJava(
        CollectionConverters.asScala(batch.rowIterator()).map(row -> new RawRow(row, batch)));
  }

  /** Collects the rows of a small table on the driver. */
  public static List<RawRow> collect(Dataset<Row> table) {
    return Arrays.stream(table.queryExecution().executedPlan().executeCollect())
        .map(RawRow::new)
        .toList();
  }

  /** Returns the rows of any table. Each is valid until the next one is requested. */
  public static JavaRDD<RawRow> plain(Dataset<?> table) {
    return table.queryExecution().toRdd().toJavaRDD().map(RawRow::new);
  }

  /** Creates a table from rows. */
  public static Dataset<Row> table(SparkSession spark, RDD<RawRow> rows, StructType columns) {
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(rows.toJavaRDD().map(RawRow::internal).rdd(), columns, false);
  }
}
