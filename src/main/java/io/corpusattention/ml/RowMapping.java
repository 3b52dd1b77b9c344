package io.corpusattention.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.corpusattention.corpus.row.RawRow;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.MapPartitions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * Maps the rows of a table to those of another, a partition at a time.
 *
 * <p>Rows stay as Spark holds them inside: Dataset's own mapPartitions would make an object of each
 * number. Nothing runs before an action asks for it, and the table may be a stream.
 */
final class RowMapping {
  private static final String ROW = "row";

  private RowMapping() {}

  /** What is done to a partition's rows. */
  @FunctionalInterface
  interface Work extends Serializable {
    /**
     * Maps rows.
     *
     * @param rows each valid until the next is asked for
     * @return rows that stay as they are
     */
    Iterator<RawRow> map(Iterator<RawRow> rows);
  }

  /**
   * Maps a table.
   *
   * @param schema of the rows that come out
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
    MapPartitions plan = new MapPartitions(new Mapping(work), mapped, rows.logicalPlan());
    return org.apache.spark.sql.classic.Dataset$.MODULE$
        .ofRows(rows.sparkSession(), plan)
        .select(ROW + ".*");
  }

  private static final class Mapping
      extends AbstractFunction1<
          scala.collection.Iterator<Object>, scala.collection.Iterator<Object>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final Work work;

    Mapping(Work work) {
      this.work = work;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // MapPartitions names no type of its rows
    public scala.collection.Iterator<Object> apply(scala.collection.Iterator<Object> rows) {
      Iterator<InternalRow> in = (Iterator) CollectionConverters.asJava(rows);
      Iterator<InternalRow> out = each(work.map(each(in, RawRow::new)), RawRow::internal);
      return (scala.collection.Iterator) CollectionConverters.asScala(out);
    }

    private static <A, B> Iterator<B> each(Iterator<A> rows, Function<A, B> step) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public B next() {
          return step.apply(rows.next());
        }
      };
    }
  }
}
