package io.corpusattention.corpus;

import static org.apache.spark.sql.functions.col;

import io.corpusattention.attention.BadSettingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An input of embedded sentences: Parquet files in, a table of the columns that matter out.
 *
 * <p>The table's columns are, in order: the id, the tokens where the input has them, the kept
 * columns, the embeddings.
 */
public final class Corpus {
  private final Dataset<Row> table;
  private final CorpusSchema schema;
  private final CorpusFiles files;

  private Corpus(Dataset<Row> table, CorpusSchema schema, CorpusFiles files) {
    this.table = table;
    this.schema = schema;
    this.files = files;
  }

  /**
   * Opens Parquet files, folders or globs and checks that the named columns are there and can be
   * read.
   *
   * @throws BadSettingException where a path matches nothing or a column does not fit
   */
  public static Corpus open(SparkSession spark, List<String> paths, CorpusColumns columns)
      throws IOException {
    Configuration conf = spark.sessionState().newHadoopConf();
    for (String path : paths) {
      requireMatch(path, conf);
    }
    String input = "--input " + String.join(",", paths);
    Dataset<Row> all;
    try {
      all = spark.read().parquet(paths.toArray(new String[0]));
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      if (e instanceof AnalysisException || e instanceof SparkException) {
        throw new BadSettingException(
            input + ": cannot be read as Parquet: " + firstLine(e.getMessage()), e);
      }
      throw e;
    }
    CorpusSchema schema = schema(all.schema(), columns, input);
    List<Column> selected = new ArrayList<>();
    for (String name : schema.columnNames()) {
      selected.add(col("`" + name.replace("`", "``") + "`"));
    }
    Dataset<Row> table = all.select(selected.toArray(new Column[0]));
    return new Corpus(table, schema, CorpusFiles.read(all.inputFiles(), schema, conf));
  }

  private static void requireMatch(String path, Configuration conf) throws IOException {
    Path pattern = HadoopPaths.path("--input", path);
    FileStatus[] matches = HadoopPaths.fileSystem("--input", pattern, conf).globStatus(pattern);
    if (matches == null || matches.length == 0) {
      throw new BadSettingException(
          "--input " + path + ": matches no file; give Parquet files, folders or globs");
    }
  }

  private static CorpusSchema schema(StructType input, CorpusColumns columns, String source) {
    StructField id = field(input, "--id-column", columns.id(), source);
    DataType idType = id.dataType();
    if (!List.of(
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.StringType)
        .contains(idType)) {
      throw new BadSettingException(
          "--id-column "
              + columns.id()
              + ": is of type "
              + idType.catalogString()
              + "; an id is an integer or a string");
    }
    Optional<StructField> tokens = Optional.empty();
    if (columns.tokensRequired() || find(input, columns.tokens()).isPresent()) {
      StructField field = field(input, "--tokens-column", columns.tokens(), source);
      if (!(field.dataType() instanceof ArrayType array)
          || !array.elementType().equals(DataTypes.StringType)) {
        throw new BadSettingException(
            "--tokens-column "
                + columns.tokens()
                + ": is of type "
                + field.dataType().catalogString()
                + "; tokens are array<string>");
      }
      tokens = Optional.of(field);
    }
    StructField embeddings = field(input, "--embeddings-column", columns.embeddings(), source);
    EmbeddingsLayout layout =
        EmbeddingsLayout.of(embeddings.dataType())
            .orElseThrow(
                () ->
                    new BadSettingException(
                        "--embeddings-column "
                            + columns.embeddings()
                            + ": is of type "
                            + embeddings.dataType().catalogString()
                            + "; embeddings are "
                            + EmbeddingsLayout.READABLE));
    List<StructField> kept = new ArrayList<>();
    for (String name : columns.keep()) {
      StructField field = field(input, "--keep", name, source);
      if (field.equals(id) || kept.contains(field)) {
        throw new BadSettingException(
            "--keep " + name + ": is in the output already; name it once");
      }
      kept.add(field);
    }
    return new CorpusSchema(id, tokens.orElse(null), kept, embeddings, layout);
  }

  private static StructField field(StructType schema, String option, String name, String source) {
    return find(schema, name)
        .orElseThrow(
            () ->
                new BadSettingException(
                    option
                        + " "
                        + name
                        + ": there is no such column in "
                        + source
                        + "; its columns are "
                        + String.join(", ", schema.fieldNames())));
  }

  private static Optional<StructField> find(StructType schema, String name) {
    return Arrays.stream(schema.fields()).filter(field -> field.name().equals(name)).findFirst();
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.lines().findFirst().orElse("").strip();
  }

  /** The same corpus, at most so many of its records. */
  public Corpus limit(int records) {
    return new Corpus(table.limit(records), schema, files.atMost(records));
  }

  /** The same corpus in so many partitions, each record placed by a hash of its id alone. */
  public Corpus partitionedById(int partitions) {
    Column id = col("`" + schema.id().name().replace("`", "``") + "`");
    return new Corpus(table.repartition(partitions, id), schema, files);
  }

  public Dataset<Row> table() {
    return table;
  }

  public CorpusSchema schema() {
    return schema;
  }

  public CorpusFiles files() {
    return files;
  }
}
