package io.corpusattention.corpus.row;

import java.util.Arrays;
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
import scala.reflect.ClassTag$;

/**
 * The rows of a table, for one pass: where a reader gives batches of columns, views of these
 * batches rather than the copies that Spark makes to hand rows on. A row is valid until the next.
 */
public final class ColumnarRows {
  private ColumnarRows() {}

  /** The rows of a table of plain files, or of any other. */
  public static RDD<RawRow> of(Dataset<Row> table) {
    SparkPlan plan = table.queryExecution().executedPlan();
    if (plan instanceof WholeStageCodegenExec stage
        && stage.child() instanceof ColumnarToRowExec rows) {
      SparkPlan batches =
          rows.child() instanceof InputAdapter adapter ? adapter.child() : rows.child();
      return JavaRDD.fromRDD(
              batches.executeColumnar(),
              ClassTag$.MODULE$.<ColumnarBatch>apply(ColumnarBatch.class))
          .flatMap(ColumnarBatch::rowIterator)
          .map(RawRow::new)
          .rdd();
    }
    return plain(table).rdd();
  }

  /** The rows of a small table, on the driver. */
  public static List<RawRow> collect(Dataset<Row> table) {
    return Arrays.stream(table.queryExecution().executedPlan().executeCollect())
        .map(RawRow::new)
        .toList();
  }

  /** The rows of any table, each valid until the next is asked for. */
  public static JavaRDD<RawRow> plain(Dataset<?> table) {
    return table.queryExecution().toRdd().toJavaRDD().map(RawRow::new);
  }

  /** A table of rows. */
  public static Dataset<Row> table(SparkSession spark, RDD<RawRow> rows, StructType columns) {
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(rows.toJavaRDD().map(RawRow::internal).rdd(), columns, false);
  }
}
