package io.corpusattention.corpus;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.TextCodec;
import io.corpusattention.parquet.ListParquetFormat;
import io.corpusattention.text.file.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.HiveTableRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.TextBasedFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.FileTable;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Finds the plain files behind a table, and reads tables of files. */
public final class PlainFiles {
  private static final Seq<Expression> NO_FILTERS =
      CollectionConverters.asScala(List.<Expression>of()).toSeq();

  private static final String CSV = "csv";

  /**
   * CSV as RFC 4180 defines it and as pandas, Polars and Excel write it: names in the first line,
   * quotes doubled, line breaks within quotes. A row with another number of values, or a file with
   * other names, is an error; Spark would fill in nulls and drop values.
   */
  private static final Map<String, String> CSV_OPTIONS =
      Map.of(
          "header", "true",
          "escape", "\"",
          "multiLine", "true",
          "mode", "FAILFAST",
          "enforceSchema", "false");

  private PlainFiles() {}

  /** Returns the files that a table is read from, including files behind views. */
  public static InputFiles inputs(Dataset<Row> table) {
    Map<Path, Long> files = new LinkedHashMap<>();
    for (LogicalPlan leaf : leaves(table)) {
      if (leaf instanceof HiveTableRelation hive) {
        listed(hive.tableMeta(), HadoopPaths.conf(table.sparkSession()))
            .forEach(file -> files.put(file.getPath(), file.getLen()));
      }
      Listed.of(leaf)
          .ifPresent(
              listed ->
                  CollectionConverters.asJava(listed.index.listFiles(NO_FILTERS, NO_FILTERS))
                      .forEach(
                          folder ->
                              CollectionConverters.asJava(folder.files())
                                  .forEach(file -> files.put(file.getPath(), file.getLen()))));
    }
    return new InputFiles(
        List.copyOf(files.keySet()), files.values().stream().mapToLong(Long::longValue).sum());
  }

  private static List<LogicalPlan> leaves(Dataset<Row> table) {
    return CollectionConverters.asJava(table.queryExecution().analyzed().collectLeaves());
  }

  /** The files that Spark listed for a part of a query, and the class that reads them. */
  private record Listed(FileIndex index, Class<?> format) {
    /**
     * Finds the files of a source, of either version of Spark's API. Returns empty for other parts.
     */
    static Optional<Listed> of(LogicalPlan leaf) {
      if (leaf instanceof LogicalRelation relation
          && relation.relation() instanceof HadoopFsRelation files) {
        return Optional.of(new Listed(files.location(), files.fileFormat().getClass()));
      }
      if (leaf instanceof DataSourceV2Relation relation
          && relation.table() instanceof FileTable files) {
        return Optional.of(new Listed(files.fileIndex(), files.fallbackFileFormat()));
      }
      return Optional.empty();
    }
  }

  /**
   * Lists the files of a table that Hive's own code reads. Spark lists them only when it reads
   * them.
   */
  private static List<FileStatus> listed(CatalogTable table, Configuration conf) {
    if (table.storage().locationUri().isEmpty()) {
      return List.of();
    }
    Path folder = new Path(table.storage().locationUri().get());
    try {
      return HadoopPaths.filesWithin(folder.getFileSystem(conf), folder);
    } catch (IOException | RuntimeException e) {
      throw OutsideFailure.or(e, Setting.INPUT_TABLE.of(table.qualifiedName()), "cannot be listed");
    }
  }

  /** Returns the plain files behind a table, or empty for views and other kinds of sources. */
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

  /**
   * Loads a table from files. Parquet uses this project's list reader, which also finds the
   * columns.
   */
  public static Dataset<Row> load(SparkSession spark, String format, List<String> paths) {
    String named =
        format.equals(CorpusSource.Paths.PARQUET) ? ListParquetFormat.class.getName() : format;
    Configuration conf = HadoopPaths.conf(spark);
    String[] found =
        paths.stream()
            .flatMap(path -> HadoopPaths.matches(Setting.INPUT, path, conf).stream())
            .map(Path::toString)
            .toArray(String[]::new);
    // Spark would treat file names that contain brackets as globs.
    String codecs = TextCodec.added(conf);
    Dataset<Row> table =
        spark
            .read()
            .format(named)
            .options(format.equalsIgnoreCase(CSV) ? CSV_OPTIONS : Map.of())
            .option(DataSource.GLOB_PATHS_KEY(), false)
            .option(TextCodec.SETTING, codecs)
            .load(found);
    if (leaves(table).stream()
        .flatMap(leaf -> Listed.of(leaf).stream())
        .anyMatch(listed -> TextBasedFileFormat.class.isAssignableFrom(listed.format))) {
      conf.set(TextCodec.SETTING, codecs);
      requireText(inputs(table).paths(), conf);
    }
    return asWritten(table);
  }

  /** Refuses files that are not text but that Spark would read as lines of text. */
  private static void requireText(List<Path> files, Configuration conf) {
    CompressionCodecFactory codecs = new CompressionCodecFactory(conf);
    for (Path file : InputFiles.lookedInto(files)) {
      FileKind kind;
      try (InputStream in = HadoopPaths.open(file.getFileSystem(conf), file)) {
        kind = FileKind.of(in.readNBytes(FileKind.HEAD), file.getName());
      } catch (IOException e) {
        throw OutsideFailure.or(e, Setting.INPUT.of(file), "cannot be read");
      }
      if (kind == FileKind.PARQUET) {
        throw Setting.INPUT.of(file).bad("is Parquet; say ", Setting.INPUT_FORMAT, " parquet");
      }
      if (!kind.isText() && !(kind.isCompressed() && codecs.getCodec(file) != null)) {
        throw kind.refusal(Setting.INPUT.of(file));
      }
    }
  }

  /** Loads a table from Parquet files. One task reads each file from start to end. */
  public static Dataset<Row> loadWhole(SparkSession spark, List<String> paths) {
    return asWritten(
        spark
            .read()
            .format(ListParquetFormat.class.getName())
            .option(ListParquetFormat.WHOLE_FILES, true)
            .option(DataSource.GLOB_PATHS_KEY(), false)
            .load(paths.toArray(new String[0])));
  }

  private static Dataset<Row> asWritten(Dataset<Row> table) {
    return of(table)
        .flatMap(PartitionFolders::asWritten)
        .map(table.sparkSession()::baseRelationToDataFrame)
        .orElse(table);
  }

  /**
   * Returns the same table with some columns retyped. Parquet tables of the catalog, which come
   * with Spark's reader, get this project's list reader. A table that is not made of plain files is
   * returned unchanged.
   */
  static Dataset<Row> read(Dataset<Row> table, UnaryOperator<StructField> retyped) {
    Optional<HadoopFsRelation> found = of(table);
    if (found.isEmpty()) {
      return table;
    }
    HadoopFsRelation files = found.get();
    FileFormat format = files.fileFormat();
    // Not a subclass of Spark's format, such as Delta's.
    boolean parquet = format.getClass() == ParquetFileFormat.class;
    StructType before = files.dataSchema();
    StructType after =
        new StructType(Arrays.stream(before.fields()).map(retyped).toArray(StructField[]::new));
    if (after.equals(before) && !parquet) {
      return table;
    }
    return table
        .sparkSession()
        .baseRelationToDataFrame(
            new HadoopFsRelation(
                files.location(),
                files.partitionSchema(),
                after,
                files.bucketSpec(),
                parquet ? new ListParquetFormat() : format,
                files.options(),
                files.sparkSession()));
  }
}
