package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.StopWords;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.RootCause;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.TableWords;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.RunFolder;
import io.corpusattention.table.SummaryTables;
import io.corpusattention.table.TableSchema;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A job after attend: an attention table in; of each sentence the words that receive most attention
 * out, and of each document its keywords and main sentences.
 *
 * <p>Everything a user can set wrongly is checked first, on the driver.
 */
public final class SummarizeJob {
  /** The tables of a write, in their order. */
  static final int SUMMARIES = 0;

  static final int REJECTED = 1;
  static final int KEYWORDS = 2;
  static final int DOCUMENTS = 3;

  private static final String RANDOM_WEIGHTS = "corpusattention.random_weights";

  private final SparkSession spark;
  private final SummarizeSettings settings;
  private final AttentionTable table;
  private final StopWords stopWords;
  private final SentenceScores scores;
  private final List<TableSchema> schemas;
  private final Configuration conf;

  private SummarizeJob(
      SparkSession spark,
      SummarizeSettings settings,
      AttentionTable table,
      StopWords stopWords,
      SentenceScores scores,
      List<TableSchema> schemas,
      Configuration conf) {
    this.spark = spark;
    this.settings = settings;
    this.table = table;
    this.stopWords = stopWords;
    this.scores = scores;
    this.schemas = schemas;
    this.conf = conf;
  }

  /**
   * Opens the table and the list of stop words.
   *
   * @throws BadSettingException where they cannot make what is asked for, in one line
   */
  public static SummarizeJob open(SparkSession spark, SummarizeSettings settings)
      throws IOException {
    Configuration conf = spark.sessionState().newHadoopConf();
    StopWords stopWords = StopWordList.read(settings.stopWords(), conf);
    AttentionTable table = AttentionTable.open(spark, settings.inputs(), Setting.INPUT);
    table.requireTokens("summaries are made of them");
    List<String> extra = new ArrayList<>(TableWords.columns(table));
    boolean wordIds = !extra.isEmpty();
    List<String> lists = new ArrayList<>(List.of(AttentionTableSchema.ATTENTION_RECEIVED));
    if (settings.documents()) {
      extra.add(settings.documentColumn());
      lists.add(AttentionTableSchema.ATTENTION);
    }
    JavaRDD<AttentionRow> rows = table.rows(extra, lists);
    if (settings.documents()) {
      requireRanks(settings.documentColumn(), table);
    }
    SentenceScorer scorer =
        new SentenceScorer(
            stopWords,
            table.heads(),
            wordIds ? 0 : -1,
            settings.documents() ? extra.size() - 1 : -1);
    return new SummarizeJob(
        spark,
        settings,
        table,
        stopWords,
        new SentenceScores(table, rows, scorer, settings.partitions()),
        schemas(settings, table),
        conf);
  }

  /** Keywords take each weight of a sentence's tokens to each other. */
  private static void requireRanks(String column, AttentionTable table) {
    Given given = Setting.DOCUMENT_COLUMN.of(column);
    DataType type = table.columns().apply(column).dataType();
    if (type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type instanceof BinaryType) {
      throw given.bad(
          "is "
              + type.catalogString()
              + ", where a document's name is text, a number or a date; name another column");
    }
    if (!table.selfAttention()) {
      throw given.bad(
          "keywords are ranked by the attention of a sentence's tokens to each other, and this table's queries come from elsewhere; leave it out, or run jobs/attend without ",
          Setting.QUERY,
          " and ",
          Setting.QUERY_COLUMN);
    }
    table.requireFull("keywords are ranked by every weight");
  }

  private static List<TableSchema> schemas(SummarizeSettings settings, AttentionTable table) {
    StructField id = table.columns().apply(table.idColumn());
    DataType document =
        settings.documents() ? table.columns().apply(settings.documentColumn()).dataType() : null;
    List<TableSchema> schemas = new ArrayList<>();
    schemas.add(SummaryTables.summaries(id, document));
    schemas.add(RejectedTableSchema.of(id.dataType()));
    if (document != null) {
      schemas.add(SummaryTables.keywords(document));
      schemas.add(SummaryTables.documents(id.dataType(), document));
    }
    Map<String, String> footer = SummarizeManifest.footer(settings, table);
    return schemas.stream().map(schema -> schema.withFooter(footer)).toList();
  }

  /**
   * Summarizes the whole table and commits the run folder.
   *
   * @param display told of the progress
   * @throws BadSettingException where the output is in use, or where a bad record stops the run
   */
  public SummarizeResult run(Progress.Display display) throws IOException {
    Instant started = Instant.now();
    long start = System.nanoTime();
    RunFolder folder = openFolder();
    TableWrite write = start(folder);
    SummarizeStage stage = new SummarizeStage(spark, settings, table, scores, write);
    boolean committed = false;
    try {
      SummarizeTally tally = stage.run(display);
      double seconds = (System.nanoTime() - start) / 1e9;
      folder.replaceRun(
          SummarizeManifest.bytes(
              settings, table, stopWords.size(), tally, started, seconds, spark));
      write.commit(stage.messages());
      committed = true;
      return SummarizeResult.of(
          tally, settings.documents(), table.footer().get(RANDOM_WEIGHTS), seconds);
    } finally {
      if (!committed) {
        write.abort();
        folder.removeIfNew();
      }
    }
  }

  private RunFolder openFolder() {
    List<Path> inputs = new ArrayList<>(table.paths());
    Path list = StopWordList.path(settings.stopWords());
    if (list != null) {
      inputs.add(list);
    }
    return RunFolder.open(settings.output(), settings.mode(), inputs, conf);
  }

  private TableWrite start(RunFolder folder) {
    try {
      return TableWrite.start(spark, folder, schemas, settings.compression());
    } catch (IOException e) {
      throw Setting.OUTPUT
          .of(settings.output())
          .bad("cannot be written: " + RootCause.of(e))
          .causedBy(e);
    }
  }
}
