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
 * An attention table that jobs/attend wrote, read back from its footers and columns.
 *
 * <p>Each row is an {@link AttentionRow}, whose lists are bulk copies. If rows are wide, Spark's
 * reader gets smaller batches. A row that contradicts itself (list lengths that do not match its
 * counts, null or infinite weights) stops the job with a BadSettingException.
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
   * Opens an attention table and checks it.
   *
   * @param inputs run folders of attend, or paths of Parquet files from its table
   * @param setting the setting that names the inputs, for messages
   * @param layers the layers to read from a model's table; all for a single-layer table
   * @param or what else the user may do if there is no table, as the end of the remedy
   * @throws BadSettingException if there is no such table or layer, its run did not finish, or the
   *     files come from different runs
   */
  public static AttentionTable open(
      SparkSession spark, List<String> inputs, Setting setting, LayerChoice layers, Object... or)
      throws IOException {
    AttentionFiles files = AttentionFiles.open(spark, inputs, setting, or);
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

  /** Returns the same table, partitioned by a hash of the id into this number of partitions. */
  public AttentionTable partitionedById(int partitions) {
    return with(ofLayers().repartition(partitions, col(Corpus.quoted(idColumn()))));
  }

  /**
   * Returns the same table with the rows of each sentence next to each other, ordered by layer and
   * query. attend writes them this way. The rows are sorted if another program wrote the files.
   *
   * @param partitions the number of partitions by a hash of the id; null to leave the rows where
   *     they are
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

  /** Returns the number of heads in each row. */
  public int heads() {
    return Integer.parseInt(footers.keys().get(AttentionFooters.HEADS));
  }

  /** Returns the name of the id column. */
  public String idColumn() {
    return footers.keys().get(AttentionFooters.ID_COLUMN);
  }

  /** Returns all columns. */
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

  /** Returns whether queries come from elsewhere and have tokens. */
  public boolean hasQueryTokens() {
    return hasColumn(AttentionTableSchema.QUERY_TOKENS);
  }

  /** Returns whether the table has only the heaviest keys of each query. */
  public boolean isTopK() {
    return hasColumn(AttentionTableSchema.ATTENTION_KEYS);
  }

  /** Returns whether queries are the sentence's own tokens. */
  public boolean selfAttention() {
    return !footers.keys().containsKey(QUERY) && !footers.keys().containsKey(QUERY_COLUMN);
  }

  /** Returns the footer entries whose keys begin with "corpusattention.". */
  public Map<String, String> footer() {
    return footers.keys();
  }

  /**
   * Returns the number of rows in the chosen layers. It exceeds the number of sentences if some
   * rows are tiles.
   */
  public long numRows() {
    return footers.layers().isEmpty()
        ? footers.rows()
        : footers.rows() / footers.layers().size() * layers.chosen().size();
  }

  /** Returns the chosen layers of a model's table, or an empty list for a single-layer table. */
  public List<Integer> layers() {
    return layers.chosen();
  }

  /** Returns whether a sentence may be split into several rows. If not, each row is a sentence. */
  public boolean hasTiles() {
    return footers.tiles();
  }

  /** Returns the table's files. */
  public InputFiles inputFiles() {
    return PlainFiles.inputs(table);
  }

  /** Returns where the table is read from, for a {@link ReadFailure} if reading fails later. */
  public CorpusSource source() {
    return source;
  }

  /**
   * Requires the table to have tokens.
   *
   * @param why what they are needed for, as the end of a sentence: "keywords are made of them"
   * @throws BadSettingException if the table has none
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
   * Requires the table to have every weight of each distribution.
   *
   * @param why what they are needed for, as the end of a sentence: "entropy takes every weight"
   * @param or what else would work, as the end of the remedy
   * @throws BadSettingException if the table has only the heaviest keys, or no weights
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
   * Returns the rows, with extra columns in addition to those of {@link AttentionRow}.
   *
   * @throws BadSettingException if there is no such column
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
   * Returns the rows with only some of their lists. The others are not read and are null.
   *
   * @param lists names of list columns, from {@link AttentionTableSchema}
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
      // The caller may ask for a column twice, but names in a table must be unique.
      selected[i] = col(Corpus.quoted(names.get(i))).as("column " + i);
      fields[i] = table.schema().apply(names.get(i));
    }
    if (!wanted.isEmpty()) {
      selected[layerOrdinal] = col(AttentionTableSchema.LAYER);
    }
    AttentionRowReader reader =
        new AttentionRowReader(
            label, heads(), selfAttention(), topK(), new StructType(fields), firstExtra);
    // Spark fixes the size of the reader's batches when it creates this RDD.
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

  /** Returns k for a top-k table, or 0 if the table has all weights or none. */
  private int topK() {
    String output = footers.keys().getOrDefault(AttentionFooters.OUTPUT, "");
    return output.matches("top-k:[0-9]{1,9}") ? Integer.parseInt(output.substring(6)) : 0;
  }
}
