package io.corpusattention.corpus;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.datasources.FileStatusCache;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.PartitionSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Partition columns, whose values are in folder names such as {@code doc=007/part.parquet}, with
 * the values that other programs wrote. Spark decodes each escaped byte as one character, reads
 * "007" as the number 7, and prefers the folder's value if the files also have the column. This
 * class decodes escapes as UTF-8, keeps values as strings, and prefers the column in the files. If
 * the user sets {@value #INFERENCE}, columns that Spark does not infer as strings keep Spark's type
 * and values.
 */
final class PartitionFolders {
  static final String INFERENCE = "spark.sql.sources.partitionColumnTypeInference.enabled";

  /** What Hive and its successors write for null. */
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private PartitionFolders() {}

  /**
   * Returns the same files with the folders' values as written, or empty if there are no partition
   * columns.
   */
  static Optional<HadoopFsRelation> asWritten(HadoopFsRelation files) {
    if (!(files.location() instanceof InMemoryFileIndex index)
        || files.partitionSchema().isEmpty()) {
      return Optional.empty();
    }
    SparkSession spark = files.sparkSession();
    PartitionSpec spec = spec(files, index.partitionSpec());
    Map<String, String> options = new HashMap<>(CollectionConverters.asJava(files.options()));
    if (spec.partitionColumns().isEmpty()) {
      options.put("recursiveFileLookup", "true"); // otherwise Spark lists no files in subfolders
    }
    InMemoryFileIndex written =
        new InMemoryFileIndex(
            spark,
            index.rootPaths(),
            Map$.MODULE$.from(CollectionConverters.asScala(options)),
            Option.empty(),
            FileStatusCache.getOrCreate(spark),
            Option.apply(spec),
            Option.empty());
    return Optional.of(
        new HadoopFsRelation(
            written,
            written.partitionSchema(),
            files.dataSchema(),
            files.bucketSpec(),
            files.fileFormat(),
            files.options(),
            spark));
  }

  private static PartitionSpec spec(HadoopFsRelation files, PartitionSpec found) {
    boolean inferred =
        files.sparkSession().sessionState().conf().contains(INFERENCE); // set to any value
    StructField[] columns = found.partitionColumns().fields();
    List<PartitionPath> partitions = CollectionConverters.asJava(found.partitions());
    List<StructField> kept = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      String name = decoded(columns[i].name());
      if (Arrays.stream(files.dataSchema().fieldNames()).noneMatch(name::equalsIgnoreCase)) {
        boolean typed = inferred && !columns[i].dataType().equals(DataTypes.StringType);
        kept.add(
            new StructField(
                name,
                typed ? columns[i].dataType() : DataTypes.StringType,
                true,
                columns[i].metadata()));
        places.add(i);
      }
    }
    List<PartitionPath> written = new ArrayList<>();
    for (PartitionPath partition : partitions) {
      List<String> values = values(partition.path(), columns.length);
      Object[] row = new Object[kept.size()];
      for (int i = 0; i < row.length; i++) {
        int place = places.get(i);
        row[i] =
            kept.get(i).dataType().equals(DataTypes.StringType)
                ? UTF8String.fromString(values.get(place))
                : partition.values().get(place, columns[place].dataType());
      }
      InternalRow all = new GenericInternalRow(row);
      written.add(new PartitionPath(all, partition.path()));
    }
    return new PartitionSpec(
        new StructType(kept.toArray(new StructField[0])),
        CollectionConverters.asScala(written).toSeq());
  }

  /**
   * Returns the values of the innermost folders that have one, outermost first. Null stands for
   * null.
   */
  private static List<String> values(Path folder, int count) {
    List<String> values = new ArrayList<>();
    for (Path at = folder; values.size() < count; at = at.getParent()) {
      int equals = at.getName().indexOf('=');
      if (equals >= 0) {
        String value = at.getName().substring(equals + 1);
        values.add(0, value.equals(NULL) ? null : decoded(value));
      }
    }
    return values;
  }

  /** Percent-decodes a name. Returns it unchanged if it is not percent-encoded. */
  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
