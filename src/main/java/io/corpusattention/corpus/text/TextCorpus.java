package io.corpusattention.corpus.text;

import static org.apache.spark.sql.functions.col;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ColumnFinder;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusFiles;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputPaths;
import io.corpusattention.corpus.row.ColumnarRows;
import io.corpusattention.corpus.row.RawRow;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.SerializableConfiguration;

/**
 * An input of text: the lines of files, or the rows of a table; in the order of columns that {@link
 * TextSchema} gives.
 *
 * <p>The id of a line is its number, counted from 1 over all files in the order of their paths,
 * empty lines among them. It depends on nothing else: where the files are read in parts, a first
 * pass counts the lines of each.
 *
 * @param lines null where the rows are those of the table
 * @param paths the files it is read from, as far as Spark tells
 */
public record TextCorpus(
    CorpusSource source,
    TextSchema schema,
    Dataset<Row> table,
    RDD<RawRow> lines,
    List<Path> paths) {
  /** What {@code --keep} may name of text files: the path of the file, the line within it. */
  private static final List<StructField> PLACE =
      List.of(
          DataTypes.createStructField("file", DataTypes.StringType, false),
          DataTypes.createStructField("line", DataTypes.LongType, false));

  /** How much work a text is, which decides how large the parts of its files are. */
  public enum Load {
    /** A pass that looks at each word once: a megabyte takes less than the start of a task. */
    LIGHT(1, 1L << 20, 64L << 20),
    /**
     * A model with all its layers: a megabyte takes a minute or more, and fills a file. Parts of
     * equal size take very different times, for attention grows with the square of a sentence.
     */
    HEAVY(4, 16L << 10, 1L << 20);

    final int tasksPerCore; // where the text is small
    final long minSplit;
    final long maxSplit;

    Load(int tasksPerCore, long minSplit, long maxSplit) {
      this.tasksPerCore = tasksPerCore;
      this.minSplit = minSplit;
      this.maxSplit = maxSplit;
    }
  }

  /** Text may be long, and no footer tells how long: readers take few rows at once. */
  public static final CorpusFiles ANY_WIDTH =
      new CorpusFiles(OptionalLong.empty(), OptionalLong.empty());

  /** The format of text files. */
  public static final String TEXT = "text";

  /** Parquet where all files are called .parquet, else {@link #TEXT}. */
  public static final String BY_NAME = "by name";

  /**
   * Opens an input.
   *
   * @param given files of the format {@link #TEXT}, {@link #BY_NAME} or any other that has columns;
   *     or a table
   * @param limit the most records to take; null for all
   * @param load what is done with the text
   * @throws BadSettingException where there is no such input or a column does not fit
   */
  public static TextCorpus open(
      SparkSession spark, CorpusSource given, TextColumns columns, Integer limit, Load load)
      throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    CorpusSource source = resolved(given, conf);
    if (source instanceof CorpusSource.Paths files) {
      if (files.format().equals(TEXT)) {
        return ofLines(spark, files, columns, limit, load);
      }
      InputPaths.requireDistinctMatches(Setting.INPUT, files.paths(), conf);
    }
    Dataset<Row> all = Corpus.read(spark, source);
    TextSchema schema = TextSchema.find(new ColumnFinder(all.schema(), source), columns);
    Column[] selected =
        Arrays.stream(schema.all().fieldNames())
            .map(name -> col(Corpus.quoted(name)))
            .toArray(Column[]::new);
    Dataset<Row> table = all.select(selected);
    List<Path> paths =
        Arrays.stream(table.inputFiles()).map(file -> new Path(URI.create(file))).toList();
    return new TextCorpus(source, schema, limit == null ? table : table.limit(limit), null, paths);
  }

  /** The same input with the format that its files have by their names, where that is asked for. */
  public static CorpusSource resolved(CorpusSource given, Configuration conf) throws IOException {
    if (given instanceof CorpusSource.Paths files && files.format().equals(BY_NAME)) {
      boolean parquet = TextFiles.list(files.paths(), conf).isParquet();
      return new CorpusSource.Paths(files.paths(), parquet ? CorpusSource.Paths.PARQUET : TEXT);
    }
    return given;
  }

  private static TextCorpus ofLines(
      SparkSession spark, CorpusSource.Paths source, TextColumns columns, Integer limit, Load load)
      throws IOException {
    for (String column : new String[] {columns.id(), columns.text(), columns.tokens()}) {
      if (column != null) {
        throw source
            .given()
            .bad(
                "is text, which has no column " + column + "; leave the columns out, or say ",
                Setting.INPUT_FORMAT,
                " parquet");
      }
    }
    Configuration conf = HadoopPaths.conf(spark);
    TextFiles files = TextFiles.list(source.paths(), conf);
    files.requireText(source.given());
    List<StructField> kept = columns.keep().stream().map(name -> place(source, name)).toList();
    TextSchema schema = TextSchema.ofLines(kept);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> broadcast =
        SerializableConfiguration.broadcast(spark.sparkContext(), conf);
    List<List<NumberedSplit>> tasks =
        numbered(
            source, context, files.splits(context.defaultParallelism(), load), broadcast, limit);
    long most = limit == null ? Long.MAX_VALUE : limit;
    LineRows rows = new LineRows(broadcast, schema, most);
    RDD<RawRow> lines =
        (tasks.isEmpty()
                ? context.<RawRow>emptyRDD()
                : context
                    .parallelize(tasks, tasks.size())
                    .flatMap(List::iterator)
                    .flatMap(rows::of))
            .rdd();
    return new TextCorpus(source, schema, null, lines, files.paths());
  }

  private static StructField place(CorpusSource source, String name) {
    return PLACE.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Setting.KEEP
                    .of(name)
                    .bad(
                        "there is no such column in ",
                        source.given(),
                        "; of text files, file and line can be kept"));
  }

  private static List<List<NumberedSplit>> numbered(
      CorpusSource source,
      JavaSparkContext context,
      List<List<TextSplit>> tasks,
      Broadcast<SerializableConfiguration> conf,
      Integer limit) {
    boolean one = tasks.size() == 1 && tasks.get(0).size() == 1;
    List<long[]> counts =
        one || tasks.isEmpty() ? List.of(new long[1]) : counts(source, context, tasks, conf);
    List<List<NumberedSplit>> numbered = new ArrayList<>();
    long before = 0;
    long beforeInFile = 0;
    String file = "";
    for (int i = 0; i < tasks.size() && (limit == null || before < limit); i++) {
      List<NumberedSplit> task = new ArrayList<>();
      for (int j = 0; j < tasks.get(i).size(); j++) {
        TextSplit split = tasks.get(i).get(j);
        beforeInFile = split.file().equals(file) ? beforeInFile : 0;
        file = split.file();
        task.add(new NumberedSplit(split, before, beforeInFile));
        before += counts.get(i)[j];
        beforeInFile += counts.get(i)[j];
      }
      numbered.add(task);
    }
    return numbered;
  }

  private static List<long[]> counts(
      CorpusSource source,
      JavaSparkContext context,
      List<List<TextSplit>> tasks,
      Broadcast<SerializableConfiguration> conf) {
    try {
      return context
          .parallelize(tasks, tasks.size())
          .map(
              task -> task.stream().mapToLong(split -> split.count(conf.value().value())).toArray())
          .collect();
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(source, e);
    }
  }

  /**
   * A part of a text file and where its lines stand.
   *
   * @param before lines of the whole input before its first
   * @param beforeInFile lines of its file before its first
   */
  private record NumberedSplit(TextSplit split, long before, long beforeInFile)
      implements Serializable {}

  /** Turns parts of files into rows, in a task. */
  private record LineRows(Broadcast<SerializableConfiguration> conf, TextSchema schema, long most)
      implements Serializable {
    Iterator<RawRow> of(NumberedSplit split) {
      Iterator<Text> lines = split.split().lines(conf.value().value());
      return new Iterator<>() {
        private long number;

        @Override
        public boolean hasNext() {
          return split.before() + number < most && lines.hasNext();
        }

        @Override
        public RawRow next() {
          Text line = lines.next();
          number++;
          return row(split, number, line);
        }
      };
    }

    private RawRow row(NumberedSplit split, long number, Text line) {
      Object[] values = new Object[TextSchema.FIRST_KEPT + schema.kept().size()];
      values[TextSchema.ID] = split.before() + number;
      values[TextSchema.CONTENT] = line.copyBytes();
      for (int i = 0; i < schema.kept().size(); i++) {
        values[TextSchema.FIRST_KEPT + i] =
            schema.kept().get(i).name().equals("file")
                ? new Path(URI.create(split.split().file())).toString()
                : split.beforeInFile() + number;
      }
      return RawRow.of(values);
    }
  }

  /** The same corpus in so many partitions, each record placed by a hash of its id alone. */
  public TextCorpus partitionedById(SparkSession spark, int partitions) {
    Dataset<Row> rows = lines == null ? table : ColumnarRows.table(spark, lines, schema.all());
    Column id = col(Corpus.quoted(schema.id().name()));
    return new TextCorpus(source, schema, rows.repartition(partitions, id), null, paths);
  }

  /** Its rows, each valid until the next is asked for. */
  public JavaRDD<RawRow> rows() {
    return (lines == null ? ColumnarRows.of(table) : lines).toJavaRDD();
  }
}
