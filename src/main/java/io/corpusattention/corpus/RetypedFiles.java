package io.corpusattention.corpus;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Files whose columns are read as other types than those that Spark found. */
final class RetypedFiles {
  private RetypedFiles() {}

  /** The plain files behind a table; empty for views and for sources of other kinds. */
  static Optional<HadoopFsRelation> of(Dataset<Row> table) {
    LogicalPlan plan = table.queryExecution().analyzed();
    while (plan instanceof SubqueryAlias alias) {
      plan = alias.child();
    }
    return plan instanceof LogicalRelation relation
            && relation.relation() instanceof HadoopFsRelation files
        ? Optional.of(files)
        : Optional.empty();
  }

  /** The same table with its columns read so; as it was where it is not of plain files. */
  static Dataset<Row> read(Dataset<Row> table, UnaryOperator<StructField> retyped) {
    Optional<HadoopFsRelation> found = of(table);
    if (found.isEmpty()) {
      return table;
    }
    HadoopFsRelation files = found.get();
    StructType before = files.dataSchema();
    StructType after =
        new StructType(Arrays.stream(before.fields()).map(retyped).toArray(StructField[]::new));
    return after.equals(before)
        ? table
        : table
            .sparkSession()
            .baseRelationToDataFrame(
                new HadoopFsRelation(
                    files.location(),
                    files.partitionSchema(),
                    after,
                    files.bucketSpec(),
                    files.fileFormat(),
                    files.options(),
                    files.sparkSession()));
  }
}
