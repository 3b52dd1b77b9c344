package io.corpusattention.table;

import static org.apache.spark.sql.functions.col;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ColumnRole;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.PlainFiles;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.row.ColumnarRows;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.encoder.LayerChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An attention table, read back: what jobs/attend wrote, in the footers and in the columns.
 *
 * <p>Rows come as {@link AttentionRow}, their lists copied at once. The batches of Spark's reader
 * are small where rows are wide. A row that contradicts itself (lists of other lengths than its
 * counts say, null or infinite weights) stops the job with a BadSettingException.
 */
public final class AttentionTable {
  private static final String QUERY = AttentionFooters.PREFIX + "query";
  private static final String QUERY_COLUMN = AttentionFooters.PREFIX + "query_column";

  private final SparkSession spark;
  private final Given label;
  private final CorpusSource source;
  private final Dataset<Row> table;
  private final AttentionFooters footers;
  private final TableLayers layers;

  private AttentionTable(
      SparkSession spark,
      Given label,
      CorpusSource source,
      Dataset<Row> table,
      AttentionFooters footers,
      TableLayers layers) {
    this.spark = spark;
    this.label = label;
    this.source = source;
    this.table = table;
    this.footers = footers;
    this.layers = layers;
  }

  /**
   * Opens a table and checks that it is one.
   *
   * @param inputs run folders of attend, or paths of Parquet files of its table
   * @param setting that names them, for messages
   * @param layers whose rows are taken of the table of a model; all for a table of one layer
   * @throws BadSettingException where there is no such table or layer, its run did not finish, or
   *     files of different runs are mixed
   */
  public static AttentionTable open(
      SparkSession spark, List<String> inputs, Setting setting, LayerChoice layers)
      throws IOException {
    AttentionFiles files = AttentionFiles.open(spark, inputs, setting);
    String id = files.footers().keys().get(AttentionFooters.ID_COLUMN);
    String wrong = ColumnRole.ID.wrong(files.table().schema().apply(id).dataType());
    if (wrong != null) {
      throw files.label().bad("its column of ids, " + id + ", " + wrong);
    }
    return new AttentionTable(
        spark,
        files.label(),
        files.source(),
        files.table(),
        files.footers(),
        TableLayers.of(files.label(), files.footers(), layers));
  }

  /** The same table in so many partitions, each row placed by a hash of its id alone. */
  public AttentionTable partitionedById(int partitions) {
    return with(ofLayers().repartition(partitions, col(Corpus.quoted(idColumn()))));
  }

  /**
   * The same table with all rows of a sentence one after the other, by their layers and queries. So
   * attend has written them; where another program has written the files, they are sorted.
   *
   * @param partitions into which the rows are placed by a hash of their ids; null to leave them
   *     where they are
   */
  public AttentionTable together(Integer partitions) {
    if (partitions == null && footers.asWritten()) {
      return with(
          PlainFiles.loadWhole(spark, inputFiles().paths().stream().map(Path::toString).toList()));
    }
    Column id = col(Corpus.quoted(idColumn()));
    Dataset<Row> byId =
        partitions == null ? ofLayers().repartition(id) : ofLayers().repartition(partitions, id);
    Column start = col(AttentionTableSchema.QUERY_START);
    return with(
        layers.chosen().isEmpty()
            ? byId.sortWithinPartitions(id, start)
            : byId.sortWithinPartitions(id, col(AttentionTableSchema.LAYER), start));
  }

  private Dataset<Row> ofLayers() {
    return layers.chosen().isEmpty()
        ? table
        : table.where(col(AttentionTableSchema.LAYER).isin(layers.chosen().toArray()));
  }

  private AttentionTable with(Dataset<Row> rows) {
    return new AttentionTable(spark, label, source, rows, footers, layers);
  }

  /** Heads of each row. */
  public int heads() {
    return Integer.parseInt(footers.keys().get(AttentionFooters.HEADS));
  }

  /** Name of the id column. */
  public String idColumn() {
    return footers.keys().get(AttentionFooters.ID_COLUMN);
  }

  /** All columns. */
  public StructType columns() {
    return table.schema();
  }

  public boolean hasColumn(String name) {
    return Arrays.asList(table.schema().fieldNames()).contains(name)
        && (footers.columns().contains(name) || !AttentionTableSchema.isOwn(name));
  }

  public boolean hasTokens() {
    return hasColumn(AttentionTableSchema.TOKENS);
  }

  /** Whether queries come from elsewhere and have tokens. */
  public boolean hasQueryTokens() {
    return hasColumn(AttentionTableSchema.QUERY_TOKENS);
  }

  /** Whether the heaviest keys of each query are there in place of all. */
  public boolean isTopK() {
    return hasColumn(AttentionTableSchema.ATTENTION_KEYS);
  }

  /** Whether queries are the sentence's own tokens. */
  public boolean selfAttention() {
    return !footers.keys().containsKey(QUERY) && !footers.keys().containsKey(QUERY_COLUMN);
  }

  /** The keys of the footers that begin with corpusattention. */
  public Map<String, String> footer() {
    return footers.keys();
  }

  /**
   * Number of rows, of the layers that were chosen; more than that of sentences where some are
   * tiles.
   */
  public long numRows() {
    return footers.layers().isEmpty()
        ? footers.rows()
        : footers.rows() / footers.layers().size() * layers.chosen().size();
  }

  /** The layers that were chosen of a model's table; none where it is of one layer. */
  public List<Integer> layers() {
    return layers.chosen();
  }

  /** Whether sentences may be cut into several rows; if not, each row is a whole sentence. */
  public boolean hasTiles() {
    return footers.tiles();
  }

  /** The table's files. */
  public InputFiles inputFiles() {
    return PlainFiles.inputs(table);
  }

  /** Where it is read from; for {@link ReadFailure}, should reading fail later. */
  public CorpusSource source() {
    return source;
  }

  /**
   * Asks for tokens.
   *
   * @param why what they are needed for, as the end of a sentence: "keywords are made of them"
   * @throws BadSettingException where the table has none
   */
  public void requireTokens(String why) {
    if (!hasTokens()) {
      throw label.bad(
          "the table has no column "
              + AttentionTableSchema.TOKENS
              + ", and "
              + why
              + "; run jobs/attend on sentences with tokens (",
          Setting.TOKENS_COLUMN,
          " names them)");
    }
  }

  /**
   * Asks for every weight of each distribution.
   *
   * @param why what they are needed for, as the end of a sentence: "entropy takes every weight"
   * @param or what else would do, as the end of the remedy
   * @throws BadSettingException where the table has the heaviest keys alone, or no weights
   */
  public void requireFull(String why, Object... or) {
    if (!hasColumn(AttentionTableSchema.ATTENTION)) {
      List<Object> text =
          new ArrayList<>(
              List.of(
                  "the table was written with ",
                  Setting.ATTENTION,
                  " "
                      + footers.keys().getOrDefault(AttentionFooters.OUTPUT, "none")
                      + ", and "
                      + why
                      + "; run jobs/attend with ",
                  Setting.ATTENTION,
                  " full"));
      text.addAll(List.of(or));
      throw label.bad(text.toArray());
    }
  }

  /**
   * The rows, with further columns beside those of {@link AttentionRow}.
   *
   * @throws BadSettingException where there is no such column
   */
  public JavaRDD<AttentionRow> rows(List<String> extraColumns) {
    return rows(
        extraColumns,
        List.of(
            AttentionTableSchema.ATTENTION,
            AttentionTableSchema.ATTENTION_KEYS,
            AttentionTableSchema.ATTENTION_WEIGHTS,
            AttentionTableSchema.KEPT_MASS,
            AttentionTableSchema.ATTENTION_RECEIVED));
  }

  /**
   * The rows with some of their lists; the others are not read, and null.
   *
   * @param lists names of columns of numbers, as {@link AttentionTableSchema} has them
   */
  public JavaRDD<AttentionRow> rows(List<String> extraColumns, List<String> lists) {
    List<String> names =
        new ArrayList<>(
            List.of(
                idColumn(),
                AttentionTableSchema.NUM_TOKENS,
                AttentionTableSchema.QUERY_START,
                AttentionTableSchema.NUM_QUERIES));
    for (String name : List.of(AttentionTableSchema.TOKENS, AttentionTableSchema.QUERY_TOKENS)) {
      if (hasColumn(name)) {
        names.add(name);
      }
    }
    lists.stream().filter(this::hasColumn).forEach(names::add);
    int firstExtra = names.size();
    for (String name : extraColumns) {
      if (!hasColumn(name)) {
        throw label.bad(
            "the table has no column " + name + "; run jobs/attend with ",
            Setting.KEEP,
            " " + name + " on sentences that have it");
      }
      names.add(name);
    }
    List<Integer> wanted = layers.chosen();
    int layerOrdinal = names.size();
    Column[] selected = new Column[names.size() + (wanted.isEmpty() ? 0 : 1)];
    StructField[] fields = new StructField[names.size()];
    for (int i = 0; i < fields.length; i++) {
      // A column may be asked for twice; no two columns of a table should share a name.
      selected[i] = col(Corpus.quoted(names.get(i))).as("column " + i);
      fields[i] = table.schema().apply(names.get(i));
    }
    if (!wanted.isEmpty()) {
      selected[layerOrdinal] = col(AttentionTableSchema.LAYER);
    }
    AttentionRowReader reader =
        new AttentionRowReader(
            label, heads(), selfAttention(), topK(), new StructType(fields), firstExtra);
    // The size of the reader's batches is fixed as this RDD is made.
    RDD<RawRow> rows =
        ReaderBatch.during(
            spark,
            ReaderBatch.rows(footers.widestRow()),
            () -> ColumnarRows.of(table.select(selected)));
    return rows.toJavaRDD()
        .filter(row -> wanted.isEmpty() || wanted.contains(row.integer(layerOrdinal)))
        .map(
            row ->
                reader.read(row.internal(), wanted.isEmpty() ? null : row.integer(layerOrdinal)));
  }

  /** K of a top-k table; 0 where all weights are there, or none. */
  private int topK() {
    String output = footers.keys().getOrDefault(AttentionFooters.OUTPUT, "");
    return output.matches("top-k:[0-9]{1,9}") ? Integer.parseInt(output.substring(6)) : 0;
  }
}
