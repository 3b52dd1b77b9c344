package io.corpusattention.corpus;

import static org.apache.spark.sql.functions.col;

import io.corpusattention.attention.BadSettingException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
    requireDistinctMatches(paths, conf);
    String input = "--input " + String.join(",", paths);
    Dataset<Row> all;
    try {
      all = spark.read().parquet(paths.toArray(new String[0]));
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(input, e);
    }
    CorpusSchema schema = schema(all.schema(), columns, input);
    List<Column> selected = new ArrayList<>();
    for (String name : schema.columnNames()) {
      selected.add(col("`" + name.replace("`", "``") + "`"));
    }
    Dataset<Row> table = all.select(selected.toArray(new Column[0]));
    return new Corpus(table, schema, CorpusFiles.read(all.inputFiles(), schema, conf));
  }

  /** Every path must match something, and nothing may be given twice: ids are not checked. */
  private static void requireDistinctMatches(List<String> paths, Configuration conf)
      throws IOException {
    Map<Path, String> given = new HashMap<>();
    for (String path : paths) {
      List<Path> matches = HadoopPaths.matches("--input", path, conf);
      if (matches.isEmpty()) {
        throw new BadSettingException(
            "--input " + path + ": matches no file; give Parquet files, folders or globs");
      }
      for (Path match : matches) {
        Path canonical = HadoopPaths.canonical(match, conf);
        for (Path p = canonical; p != null; p = p.getParent()) {
          if (given.containsKey(p)) {
            throw new BadSettingException(
                "--input "
                    + path
                    + ": "
                    + match
                    + " is given already, by "
                    + given.get(p)
                    + "; name every file once");
          }
        }
        given.put(canonical, path);
      }
    }
    // A file may also have been named before the folder that holds it.
    for (Path file : given.keySet()) {
      for (Path p = file.getParent(); p != null; p = p.getParent()) {
        if (given.containsKey(p)) {
          throw new BadSettingException(
              "--input "
                  + given.get(file)
                  + ": "
                  + file
                  + " is given already, by "
                  + given.get(p)
                  + "; name every file once");
        }
      }
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
      if (isIn(field, id, kept)) {
        throw new BadSettingException(
            "--keep " + name + ": is in the output already; name it once");
      }
      kept.add(field);
    }
    return new CorpusSchema(id, tokens.orElse(null), kept, embeddings, layout);
  }

  private static boolean isIn(StructField field, StructField id, List<StructField> kept) {
    return field.name().equalsIgnoreCase(id.name())
        || kept.stream().anyMatch(other -> other.name().equalsIgnoreCase(field.name()));
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

  /** The same corpus, at most so many of its records. */
  public Corpus limit(int records) {
    return new Corpus(table.limit(records), schema, files.atMost(records));
  }

  /** The same corpus in so many partitions, each record placed by a hash of its id alone. */
  public Corpus partitionedById(int partitions) {
    Column id = col("`" + schema.id().name().replace("`", "``") + "`");
    return new Corpus(table.repartition(partitions, id), schema, files);
  }

  /** The files it is read from. */
  public List<Path> paths() {
    return Arrays.stream(table.inputFiles()).map(file -> new Path(URI.create(file))).toList();
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
