package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.StopWords;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.SummaryTables;
import io.corpusattention.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
import org.apache.spark.storage.StorageLevel;

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

  private SummarizeJob(
      SparkSession spark,
      SummarizeSettings settings,
      AttentionTable table,
      StopWords stopWords,
      SentenceScores scores,
      List<TableSchema> schemas) {
    this.spark = spark;
    this.settings = settings;
    this.table = table;
    this.stopWords = stopWords;
    this.scores = scores;
    this.schemas = schemas;
  }

  /**
   * Opens the table and the list of stop words.
   *
   * @throws BadSettingException where they cannot make what is asked for, in one line
   */
  public static SummarizeJob open(SparkSession spark, SummarizeSettings settings)
      throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    StopWords stopWords = StopWordList.read(settings.stopWords(), conf);
    AttentionTable table =
        AttentionTable.open(spark, settings.inputs(), Setting.INPUT, settings.layer());
    table.requireTokens("summaries are made of them");
    List<String> extra = new ArrayList<>(WordIds.columns(table));
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
        new SentenceScores(table, rows, scorer, settings.records().partitions()),
        schemas(settings, table));
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
    try (JobRun run = openRun()) {
      return run.write(
          schemas,
          tasks -> {
            SummarizeTally tally = summarize(tasks, display);
            double seconds = run.seconds();
            return new JobRun.Done<>(
                SummarizeResult.of(
                    tally, settings.documents(), table.footer().get(RANDOM_WEIGHTS), seconds),
                SummarizeManifest.contents(
                    settings, table, stopWords.size(), tally, run, seconds, spark));
          });
    }
  }

  private SummarizeTally summarize(JobRun.Tasks tasks, Progress.Display display) {
    // A table without tiles has a row for each sentence.
    OptionalLong of = table.hasTiles() ? OptionalLong.empty() : OptionalLong.of(table.numRows());
    return Progress.during(spark, of, display, done -> summarize(tasks, done));
  }

  /** The action that writes: tasks for sentences and, after them, tasks for documents. */
  private SummarizeTally summarize(JobRun.Tasks tasks, Progress.Counter done) {
    JavaRDD<ScoredSentence> sentences =
        scores
            .sentences()
            .map(
                sentence -> {
                  done.add(1, sentence.numTokens());
                  return sentence;
                });
    JavaRDD<SummarizeItem> items = sentences.map(sentence -> sentence);
    if (settings.documents()) {
      // Documents and summaries both come of them; they are small beside the matrices.
      sentences.persist(StorageLevel.MEMORY_AND_DISK());
      items =
          items.union(
              new DocumentSummaries(
                      settings.keywordsOrDefault(),
                      settings.sentencesOrDefault(),
                      scores.shufflePartitions())
                  .of(sentences));
    }
    int firstDocumentTask = settings.documents() ? sentences.getNumPartitions() : -1;
    try {
      if (settings.documents()) {
        sentences.count(); // else two shuffles begin at once, and both read the matrices
      }
      return tasks
          .run(
              items::rdd,
              table.source(),
              target -> new SummarizeTask(settings, firstDocumentTask, target))
          .stream()
          .reduce(SummarizeTally.zero(), SummarizeTally::plus);
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(table.source(), e);
    } finally {
      sentences.unpersist(false);
    }
  }

  private JobRun openRun() {
    List<Path> inputs = new ArrayList<>(table.paths());
    Path list = StopWordList.path(settings.stopWords());
    if (list != null) {
      inputs.add(list);
    }
    return JobRun.open(spark, "summarize", settings.output(), inputs);
  }
}
