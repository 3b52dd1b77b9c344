package io.corpusattention.corpus.text;

import static org.apache.spark.sql.functions.col;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ColumnFinder;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusFiles;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.PlainFiles;
import io.corpusattention.corpus.StoredColumn;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.files.InputPaths;
import io.corpusattention.corpus.row.ColumnarRows;
import io.corpusattention.corpus.row.RawRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An input of text: the lines of files, the sentences of CoNLL-U files, or the rows of a table,
 * with the columns in the order of {@link TextSchema}. The id of a record from a file is its number
 * according to {@link TextRecords}, which also counts empty lines.
 *
 * @param records the records of files; null if the rows come from the table
 * @param inputFiles the files that the corpus is read from
 */
public record TextCorpus(
    CorpusSource source,
    TextSchema schema,
    Dataset<Row> table,
    RDD<RawRow> records,
    InputFiles inputFiles) {
  /**
   * How much work a text needs, which decides the size of the parts that its files are split into.
   */
  public enum Load {
    /** A pass that looks at each word once. A megabyte takes less time than starting a task. */
    LIGHT(1, 1L << 20, 64L << 20),
    /**
     * A model with all its layers. A megabyte takes a minute or more, and fills a file. Parts of
     * equal size take very different times, because attention grows with the square of a sentence's
     * length.
     */
    HEAVY(4, 16L << 10, 1L << 20);

    final int tasksPerCore; // if the text is small
    final long minSplit;
    final long maxSplit;

    Load(int tasksPerCore, long minSplit, long maxSplit) {
      this.tasksPerCore = tasksPerCore;
      this.minSplit = minSplit;
      this.maxSplit = maxSplit;
    }
  }

  /** Text may be long, and no footer says how long, so readers take few rows at once. */
  public static final CorpusFiles ANY_WIDTH =
      new CorpusFiles(OptionalLong.empty(), OptionalLong.empty());

  /** The format of text files in which each line is a record. */
  public static final String TEXT = "text";

  /** The format of text files of sentences with the governor of each word. */
  public static final String CONLLU = "conllu";

  /**
   * Parquet if the names of all files end in .parquet, otherwise {@link #TEXT}. Files whose names
   * show another format, such as .csv, need the name of a format.
   */
  public static final String BY_NAME = "by name";

  /**
   * Opens an input.
   *
   * @param given files in the format {@link #TEXT}, {@link #CONLLU}, {@link #BY_NAME}, or any other
   *     that has columns; or a table
   * @param limit the most records to take; null for all
   * @param load how much work the job does with the text
   * @throws BadSettingException if there is no such input or a column does not fit
   */
  public static TextCorpus open(
      SparkSession spark, CorpusSource given, TextColumns columns, Integer limit, Load load)
      throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    CorpusSource source = resolved(given, conf);
    if (source instanceof CorpusSource.Paths files) {
      Optional<TextFormat> format = TextFormat.named(files.format());
      if (format.isPresent()) {
        return ofFiles(spark, files, format.get(), columns, limit, load);
      }
      InputPaths.requireDistinctMatches(Setting.INPUT, files.paths(), conf);
    }
    Dataset<Row> all = Corpus.read(spark, source);
    TextSchema schema = TextSchema.find(new ColumnFinder(all.schema(), source), columns);
    Column[] selected =
        Arrays.stream(schema.all().fields())
            .map(field -> StoredColumn.as(field, all.schema()))
            .toArray(Column[]::new);
    Dataset<Row> table = all.select(selected);
    return new TextCorpus(
        source, schema, limit == null ? table : table.limit(limit), null, PlainFiles.inputs(all));
  }

  /**
   * Returns the same input, with {@link #BY_NAME} replaced by the format that its file names show.
   *
   * @throws BadSettingException if a name shows a format other than Parquet and text
   */
  public static CorpusSource resolved(CorpusSource given, Configuration conf) throws IOException {
    if (given instanceof CorpusSource.Paths files && files.format().equals(BY_NAME)) {
      TextFiles listed = TextFiles.list(files.paths(), conf);
      boolean parquet = listed.isParquet();
      if (!parquet) {
        listed.requireTextNames();
      }
      return new CorpusSource.Paths(files.paths(), parquet ? CorpusSource.Paths.PARQUET : TEXT);
    }
    return given;
  }

  /** Returns whether an input is text files, which have no columns. */
  public static boolean isText(CorpusSource source) {
    return source instanceof CorpusSource.Paths files
        && TextFormat.named(files.format()).isPresent();
  }

  private static TextCorpus ofFiles(
      SparkSession spark,
      CorpusSource.Paths source,
      TextFormat format,
      TextColumns columns,
      Integer limit,
      Load load)
      throws IOException {
    TextSchema schema = format.find(source, columns);
    TextFiles files = TextFiles.list(source.paths(), HadoopPaths.conf(spark));
    files.requireText(source.given());
    RDD<RawRow> records = new TextRecords(source, format, files).rows(spark, schema, limit, load);
    return new TextCorpus(source, schema, null, records, files.inputFiles());
  }

  /** Returns the same corpus, partitioned by a hash of the id into this number of partitions. */
  public TextCorpus partitionedById(SparkSession spark, int partitions) {
    Dataset<Row> rows = records == null ? table : ColumnarRows.table(spark, records, schema.all());
    Column id = col(Corpus.quoted(schema.id().name()));
    return new TextCorpus(source, schema, rows.repartition(partitions, id), null, inputFiles);
  }

  /** Returns its rows. Each is valid until the next one is requested. */
  public JavaRDD<RawRow> rows() {
    return (records == null ? ColumnarRows.of(table) : records).toJavaRDD();
  }
}
