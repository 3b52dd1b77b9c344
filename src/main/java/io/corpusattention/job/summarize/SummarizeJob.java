package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.StopWords;
import io.corpusattention.analysis.summary.SummaryLength;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.table.AttentionTable;
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
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;

/**
 * The job that runs after attend. Its input is an attention table. Its output is, for each
 * sentence, the words that receive the most attention and, for each document, its keywords and main
 * sentences.
 *
 * <p>The driver first checks everything that a user can set incorrectly.
 */
public final class SummarizeJob {
  /** The indexes of the tables in a write. */
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
   * @throws BadSettingException if they cannot produce the requested output; its message is one
   *     line
   */
  public static SummarizeJob open(SparkSession spark, SummarizeSettings settings)
      throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    StopWords named =
        settings.stopWords() == null ? null : StopWordList.read(settings.stopWords(), conf);
    SummarizeTable opened = SummarizeTable.open(spark, settings);
    StopWords stopWords =
        named != null ? named : StopWordList.read(settings.stopWords(opened.ofModel()), conf);
    SentenceScores scores = opened.scores(stopWords);
    AttentionTable table = opened.table();
    return new SummarizeJob(spark, settings, table, stopWords, scores, schemas(settings, table));
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
   * @param display shows the progress
   * @throws BadSettingException if the output is in use or a bad record stops the run
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
                    run.input(),
                    tally,
                    stopWords.size() > 0,
                    settings.documents(),
                    table.footer().get(RANDOM_WEIGHTS),
                    seconds),
                SummarizeManifest.contents(
                    settings, table, stopWords.size(), tally, run, seconds, spark));
          });
    }
  }

  private SummarizeTally summarize(JobRun.Tasks tasks, Progress.Display display) {
    // A table without tiles has a row for each layer of each sentence.
    OptionalLong of =
        table.hasTiles()
            ? OptionalLong.empty()
            : OptionalLong.of(table.numRows() / Math.max(1, table.layers().size()));
    return Progress.during(spark, of, display, done -> summarize(tasks, done));
  }

  /** Runs the action that writes: first the tasks for sentences, then the tasks for documents. */
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
      // Documents and summaries both use the sentences, which are small compared to the matrices.
      sentences.persist(StorageLevel.MEMORY_AND_DISK());
      items =
          items.union(
              new DocumentSummaries(
                      settings.keywordsOrDefault(),
                      settings.sentencesOrDefault(),
                      scores.shufflePartitions(),
                      stopWords.forms())
                  .of(sentences));
    }
    SummaryLength length = settings.length(!table.layers().isEmpty());
    boolean fail = settings.records().failOnBadRecord();
    int firstDocumentTask = settings.documents() ? sentences.getNumPartitions() : -1;
    try {
      if (settings.documents()) {
        sentences.count(); // otherwise two shuffles start at once, and both read the matrices
      }
      return tasks
          .run(
              items::rdd,
              table.source(),
              target -> new SummarizeTask(length, fail, firstDocumentTask, target))
          .stream()
          .reduce(SummarizeTally.zero(), SummarizeTally::plus);
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(table.source(), e);
    } finally {
      sentences.unpersist(false);
    }
  }

  private JobRun openRun() {
    Path list = settings.stopWords() == null ? null : StopWordList.path(settings.stopWords());
    return JobRun.open(
        spark,
        "summarize",
        settings.output(),
        table.inputFiles(),
        list == null ? new Path[0] : new Path[] {list});
  }
}
