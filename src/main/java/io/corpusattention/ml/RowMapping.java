package io.corpusattention.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.corpusattention.corpus.row.RawRow;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.MapPartitions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Maps the rows of one table to those of another, a partition at a time.
 *
 * <p>Rows stay in Spark's internal format, because Dataset's own mapPartitions would box every
 * number. Nothing runs until an action needs the rows. The table may be a stream.
 */
final class RowMapping {
  private static final String ROW = "row";

  private RowMapping() {}

  /** The work on the rows of a partition. */
  @FunctionalInterface
  interface Work extends Serializable {
    /**
     * Maps rows.
     *
     * @param rows each valid until the next is requested
     * @return rows that remain valid
     */
    Iterator<RawRow> map(Iterator<RawRow> rows);
  }

  /**
   * Maps a table.
   *
   * @param schema the schema of the output rows
   */
  static Dataset<Row> map(Dataset<?> table, StructType schema, Work work) {
    var rows = (org.apache.spark.sql.classic.Dataset<?>) table.select(struct(col("*")).as(ROW));
    AttributeReference mapped =
        new AttributeReference(
            ROW,
            schema,
            false,
            Metadata.empty(),
            NamedExpression.newExprId(),
            CollectionConverters.asScala(List.<String>of()).toSeq());
    MapPartitions plan = new MapPartitions(mapping(work), mapped, rows.logicalPlan());
    return org.apache.spark.sql.classic.Dataset$.MODULE$
        .ofRows(rows.sparkSession(), plan)
        .select(ROW + ".*");
  }

  private static Function1<scala.collection.Iterator<Object>, scala.collection.Iterator<Object>>
      mapping(Work work) {
    return (Function1<scala.collection.Iterator<Object>, scala.collection.Iterator<Object>>
            & Serializable)
        rows -> {
          var in = rows.map(row -> new RawRow((InternalRow) row));
          var out = work.map(CollectionConverters.asJava(in));
          return CollectionConverters.asScala(out).map(RawRow::internal);
        };
  }
}
