package io.corpusattention.corpus;

import static org.apache.spark.sql.functions.col;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.files.InputPaths;
import io.corpusattention.corpus.row.ColumnarRows;
import io.corpusattention.corpus.row.EmbeddingsLayout;
import io.corpusattention.corpus.row.MlVectors;
import io.corpusattention.corpus.row.RawRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * An input of embedded sentences. In: files or a catalog table. Out: a table of the columns that
 * the job needs, in the order of {@link CorpusSchema}.
 *
 * @param input the input with all its columns
 * @param table the input with only the columns that the job needs
 */
public record Corpus(
    CorpusSource source,
    Dataset<Row> input,
    Dataset<Row> table,
    CorpusSchema schema,
    CorpusFiles files) {
  /**
   * Opens an input and checks that the named columns exist and can be read.
   *
   * @throws BadSettingException if there is no such input or a column does not fit
   */
  public static Corpus open(SparkSession spark, CorpusSource given, CorpusColumns columns)
      throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    EmbedRuns runs = EmbedRuns.in(given, conf);
    CorpusSource source = runs.source();
    if (source instanceof CorpusSource.Paths files) {
      InputPaths.requireDistinctMatches(Setting.INPUT, files.paths(), conf);
    }
    Dataset<Row> found = read(spark, source);
    CorpusSchema schema = new ColumnFinder(found.schema(), source).find(columns);
    Dataset<Row> all = PlainFiles.read(found, field -> asStored(field, schema));
    CorpusFiles files = CorpusFiles.read(all, source, schema, conf);
    FinishedRun.requireRows(given.given(), runs.rows(), files.records());
    return new Corpus(source, all, selected(all, schema), schema, files);
  }

  private static Dataset<Row> selected(Dataset<Row> all, CorpusSchema schema) {
    List<String> names = schema.columnNames();
    List<Column> selected = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Column column = StoredColumn.as(schema.fields().get(i), all.schema());
      // Queries may come from the embeddings column, but names in a table must be unique.
      selected.add(names.indexOf(names.get(i)) < i ? column.as("column " + i) : column);
    }
    return all.select(selected.toArray(new Column[0]));
  }

  /** Retypes embeddings that are spark.ml vectors, so that nulls in them are found. */
  private static StructField asStored(StructField field, CorpusSchema schema) {
    boolean vectors =
        Stream.of(schema.sentence(), schema.query())
            .filter(Objects::nonNull)
            .filter(tokens -> tokens.embeddings().name().equals(field.name()))
            .anyMatch(tokens -> tokens.layout().form() == EmbeddingsLayout.Form.VECTORS);
    return vectors
        ? new StructField(field.name(), MlVectors.AS_STORED, true, field.metadata())
        : field;
  }

  /** Reads all columns of files or of a table. */
  public static Dataset<Row> read(SparkSession spark, CorpusSource source) {
    try {
      if (source instanceof CorpusSource.Paths files) {
        return PlainFiles.load(spark, files.format(), files.paths());
      }
      return spark.read().table(((CorpusSource.Table) source).name());
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      RuntimeException known = ReadFailure.of(source, e);
      // None of this project's code runs while Spark looks for the columns.
      throw known instanceof BadSettingException ? known : ReadFailure.notOpened(source, e, e);
    }
  }

  /** Returns a column's name in the form that Spark parses, even with special characters. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /**
   * Returns the corpus with one more kept column if the input has such a column and its type fits.
   * Otherwise returns the same corpus.
   */
  public Corpus keeping(String name, Predicate<DataType> fits) {
    if (!Arrays.asList(input.columns()).contains(name)
        || !fits.test(input.schema().apply(name).dataType())
        || schema.columnNames().contains(name)) {
      return this;
    }
    List<StructField> kept = new ArrayList<>(schema.kept());
    kept.add(input.schema().apply(name));
    CorpusSchema more = new CorpusSchema(schema.id(), schema.sentence(), schema.query(), kept);
    return new Corpus(source, input, selected(input, more), more, files);
  }

  /** Returns the same corpus with at most this number of records. */
  public Corpus limit(int records) {
    return new Corpus(source, input, table.limit(records), schema, files.atMost(records));
  }

  /** Returns the same corpus, partitioned by a hash of the id into this number of partitions. */
  public Corpus partitionedById(int partitions) {
    Column id = col(quoted(schema.id().name()));
    return new Corpus(source, input, table.repartition(partitions, id), schema, files);
  }

  /** Returns the files that the corpus is read from. */
  public InputFiles inputFiles() {
    return PlainFiles.inputs(input);
  }

  /**
   * Returns whether its embeddings come from jobs/embed and include sinusoidal positions.
   *
   * @throws BadSettingException if only some of them do
   */
  public boolean hasPositions(Configuration conf) throws IOException {
    return EmbeddedPositions.areIn(input, source, schema, conf);
  }

  /**
   * Returns its rows with only the columns at these positions. Each is valid until the next one.
   */
  public RDD<RawRow> rows(List<Integer> ordinals) {
    String[] names = table.columns();
    Column[] columns = ordinals.stream().map(i -> col(quoted(names[i]))).toArray(Column[]::new);
    return ColumnarRows.of(table.select(columns));
  }

  /** Returns its rows. Each is valid until the next one is requested. */
  public RDD<RawRow> rows() {
    return ColumnarRows.of(table);
  }
}
