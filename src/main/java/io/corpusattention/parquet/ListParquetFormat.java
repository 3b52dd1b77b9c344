package io.corpusattention.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's Parquet format with a separate reader for columns of type array&lt;float&gt; and
 * array&lt;string&gt;. It returns the same rows in batches of columns. Spark's reader decodes
 * levels and values one by one, but {@link ListColumnReader} copies them a list at a time.
 *
 * <p>If a plan asks for rows instead of batches, for filters, for columns by field id, or for
 * off-heap vectors, {@link SparkReader} reads everything. It also reads each file that {@link
 * ListFile} does not support.
 */
public final class ListParquetFormat extends ParquetFileFormat {
  private static final long serialVersionUID = 1;

  /** The reader option that keeps each file in one task. */
  public static final String WHOLE_FILES = "wholeFiles";

  @Override
  public boolean isSplitable(SparkSession spark, Map<String, String> options, Path path) {
    return !options.get(WHOLE_FILES).contains("true") && super.isSplitable(spark, options, path);
  }

  /**
   * Returns the columns of one file, which represents all. The driver reads its footer, for which
   * Spark would start a job. If the schemas of several files must be merged, or if the file cannot
   * be read, Spark infers the schema.
   */
  @Override
  public Option<StructType> inferSchema(
      SparkSession spark, Map<String, String> options, Seq<FileStatus> files) {
    SessionState session = spark.sessionState();
    List<Path> paths =
        CollectionConverters.asJava(files).stream().map(FileStatus::getPath).toList();
    if (paths.isEmpty()
        || paths.stream().anyMatch(path -> path.getName().startsWith("_")) // summary files
        || new ParquetOptions(options, session.conf()).mergeSchema()) {
      return super.inferSchema(spark, options, files);
    }
    try {
      return Option.apply(
          FileColumns.of(paths, session.newHadoopConfWithOptions(options), session.conf()));
    } catch (IOException | RuntimeException e) {
      return super.inferSchema(spark, options, files); // reports why, or skips the file
    }
  }

  /** Returns no types, because those of {@link RowBatches} differ from those of Spark's readers. */
  @Override
  public Option<Seq<String>> vectorTypes(
      StructType required, StructType partition, SQLConf settings) {
    return Option.empty();
  }

  @Override
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
      SparkSession spark,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      Seq<Filter> filters,
      Map<String, String> options,
      Configuration conf) {
    SQLConf settings = spark.sessionState().conf();
    boolean batches = options.get(FileFormat.OPTION_RETURNING_BATCH()).contains("true");
    Broadcast<SerializableConfiguration> shared =
        SerializableConfiguration.broadcast(spark.sparkContext(), conf);
    BiFunction<SparkSession, StructType, Function1<PartitionedFile, Iterator<InternalRow>>> reader =
        (session, columns) ->
            super.buildReaderWithPartitionValues(
                session,
                dataSchema,
                partitionSchema,
                columns,
                filters,
                options,
                new Configuration(conf));
    Function1<PartitionedFile, Iterator<InternalRow>> all =
        new SparkReader(
            reader.apply(spark, requiredSchema),
            reader.apply(withoutVectors(spark), requiredSchema),
            requiredSchema,
            partitionSchema,
            batches ? settings.parquetVectorizedReaderBatchSize() : 0,
            shared);
    StructField[] fields = requiredSchema.fields();
    boolean[] isList = new boolean[fields.length];
    List<StructField> lists = new ArrayList<>();
    List<StructField> others = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      isList[i] = isList(fields[i].dataType());
      (isList[i] ? lists : others).add(fields[i]);
    }
    if (lists.isEmpty()
        || !batches
        || !filters.isEmpty()
        || settings.offHeapColumnVectorEnabled()
        || settings.parquetFieldIdReadEnabled()) {
      return all;
    }
    return new ListFileReader(
        all,
        reader.apply(spark, new StructType(others.toArray(new StructField[0]))),
        others.stream().map(StructField::name).collect(Collectors.toUnmodifiableSet()),
        isList,
        lists,
        settings.parquetVectorizedReaderBatchSize(),
        shared);
  }

  /** Returns a session with the same settings, except that Spark reads rows instead of vectors. */
  private static SparkSession withoutVectors(SparkSession spark) {
    SparkSession rows = ((org.apache.spark.sql.classic.SparkSession) spark).cloneSession();
    rows.conf().set(SQLConf.PARQUET_VECTORIZED_READER_ENABLED(), false);
    return rows;
  }

  private static boolean isList(DataType type) {
    return type instanceof ArrayType list
        && (list.elementType().equals(DataTypes.FloatType)
            || list.elementType().equals(DataTypes.StringType));
  }
}
