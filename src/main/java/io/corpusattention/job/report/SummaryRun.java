package io.corpusattention.job.report;

import io.corpusattention.analysis.summary.NaturalOrder;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.report.SentenceFigure;
import io.corpusattention.report.Summaries;
import io.corpusattention.table.SummaryTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The run folder of summarize. A report shows the words that its summaries kept, and its documents.
 */
final class SummaryRun {
  /** The maximum number of documents on a page. */
  private static final int MOST_DOCUMENTS = 20;

  /** The maximum number of keywords, and of phrases, of a document on a page. */
  private static final int MOST_KEYWORDS = 30;

  private final SparkSession spark;
  private final String folder;
  private final Given given;
  private final FinishedRun run;
  private final Dataset<Row> summaries;

  private SummaryRun(SparkSession spark, String folder, Given given, FinishedRun run)
      throws IOException {
    this.spark = spark;
    this.folder = folder;
    this.given = given;
    this.run = run;
    this.summaries = table(RunLayout.SUMMARIES, SummaryTables.WORDS, SummaryTables.POSITIONS);
  }

  /**
   * Opens a run folder.
   *
   * @throws BadSettingException if the folder is not from a finished summarize run
   */
  static SummaryRun open(SparkSession spark, String folder) throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    Given given = Setting.SUMMARIES.of(folder);
    Path path = HadoopPaths.path(Setting.SUMMARIES, folder);
    HadoopPaths.fileSystem(Setting.SUMMARIES, path, conf);
    return new SummaryRun(spark, folder, given, FinishedRun.open(given, "summarize", path, conf));
  }

  /** Returns a path inside the table of summaries. */
  static Path file(String folder) {
    return new Path(new Path(folder, RunLayout.SUMMARIES), "part");
  }

  /**
   * Returns the sentences with the words that their summaries kept. Sentences without a summary are
   * unchanged.
   *
   * @throws BadSettingException if a summary belongs to another sentence
   */
  List<SentenceFigure> withKept(List<SentenceFigure> sentences) {
    Set<String> ids = new HashSet<>();
    sentences.forEach(sentence -> ids.add(sentence.id()));
    int id = idColumn(summaries);
    Map<String, Row> rows = new HashMap<>();
    for (Row row : collect(RunLayout.SUMMARIES, summaries.filter(hasText(id, ids)))) {
      rows.put(row.get(id).toString(), row);
    }
    List<SentenceFigure> with = new ArrayList<>();
    for (SentenceFigure sentence : sentences) {
      Row row = rows.get(sentence.id());
      with.add(row == null ? sentence : sentence.withKept(kept(row, sentence)));
    }
    return with;
  }

  private static FilterFunction<Row> hasText(int column, Set<String> texts) {
    return row -> texts.contains(String.valueOf(row.get(column)));
  }

  /**
   * Returns the index of the id column: the first one that is not one of the table's own columns.
   */
  private int idColumn(Dataset<Row> table) {
    List<String> own =
        List.of(
            SummaryTables.DOCUMENT,
            SummaryTables.WORDS,
            SummaryTables.POSITIONS,
            SummaryTables.SCORES,
            SummaryTables.TEXT);
    List<String> columns = Arrays.asList(table.columns());
    for (String name : columns) {
      if (!own.contains(name)) {
        return columns.indexOf(name);
      }
    }
    throw unfit(RunLayout.SUMMARIES, "there is no column of ids", null);
  }

  private List<Integer> kept(Row row, SentenceFigure sentence) {
    List<String> words = row.getList(row.fieldIndex(SummaryTables.WORDS));
    List<Integer> positions = row.getList(row.fieldIndex(SummaryTables.POSITIONS));
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      int position = positions.get(i);
      int word =
          position >= 0 && position < sentence.wordOf().size()
              ? sentence.wordOf().get(position)
              : -1;
      if (word < 0 || !sentence.words().get(word).equals(words.get(i))) {
        throw given.bad(
            "its sentence "
                + sentence.id()
                + " is another than that of the attention table; give the summaries of that table");
      }
      kept.add(word);
    }
    return kept;
  }

  /** Returns the first documents in natural order; null if the run has no documents. */
  Summaries documents() throws IOException {
    if (run.manifest().path("configuration").path(Setting.DOCUMENT_COLUMN.id()).isMissingNode()) {
      return null;
    }
    Dataset<Row> documents =
        table(RunLayout.DOCUMENTS, SummaryTables.DOCUMENT, "sentences", "ids", "texts");
    Dataset<Row> keywords =
        table(RunLayout.KEYWORDS, SummaryTables.DOCUMENT, "rank", "keyword", "kind", "score");
    int name = documents.schema().fieldIndex(SummaryTables.DOCUMENT);
    List<Object> names;
    try {
      names =
          documents
              .javaRDD()
              .map(row -> row.get(name))
              .takeOrdered(MOST_DOCUMENTS, NaturalOrder.ORDER);
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw unfit(RunLayout.DOCUMENTS, RootCause.of(e), e);
    }
    Set<String> shown = names.stream().map(Object::toString).collect(Collectors.toSet());
    Map<String, List<Row>> found = byDocument(RunLayout.DOCUMENTS, documents, shown);
    Map<String, List<Row>> words = byDocument(RunLayout.KEYWORDS, keywords, shown);
    List<Summaries.Document> list = new ArrayList<>();
    for (Object document : names) {
      String text = document.toString();
      list.add(document(text, found.get(text).get(0), words.getOrDefault(text, List.of())));
    }
    return new Summaries(source(documents.count()), list);
  }

  private Map<String, List<Row>> byDocument(
      String name, Dataset<Row> table, Set<String> documents) {
    int column = table.schema().fieldIndex(SummaryTables.DOCUMENT);
    return collect(name, table.filter(hasText(column, documents))).stream()
        .collect(Collectors.groupingBy(row -> row.get(column).toString()));
  }

  private static Summaries.Document document(String name, Row row, List<Row> keywords) {
    List<Object> ids = row.getList(row.fieldIndex("ids"));
    List<String> texts = row.getList(row.fieldIndex("texts"));
    List<Summaries.Sentence> main = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      main.add(new Summaries.Sentence(String.valueOf(ids.get(i)), texts.get(i)));
    }
    return new Summaries.Document(
        name,
        row.getLong(row.fieldIndex("sentences")),
        keywords(keywords, "word"),
        keywords(keywords, "phrase"),
        main);
  }

  private static List<Summaries.Keyword> keywords(List<Row> rows, String kind) {
    return rows.stream()
        .filter(row -> kind.equals(row.getAs("kind")))
        .sorted(Comparator.comparingInt(row -> row.getInt(row.fieldIndex("rank"))))
        .limit(MOST_KEYWORDS)
        .map(
            row ->
                new Summaries.Keyword(row.getAs("keyword"), row.getDouble(row.fieldIndex("score"))))
        .toList();
  }

  private String source(long documents) {
    return String.format(
        Locale.ROOT,
        "From the summaries in %s: %,d %s%s.",
        folder,
        documents,
        documents == 1 ? "document" : "documents",
        documents > MOST_DOCUMENTS ? ", the first " + MOST_DOCUMENTS + " of which are shown" : "");
  }

  private List<Row> collect(String name, Dataset<Row> rows) {
    try {
      return rows.collectAsList();
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw unfit(name, RootCause.of(e), e);
    }
  }

  private Dataset<Row> table(String name, String... columns) throws IOException {
    String[] files = run.table(name).files().stream().map(Path::toString).toArray(String[]::new);
    Dataset<Row> table;
    try {
      table = spark.read().parquet(files);
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw unfit(name, RootCause.of(e), e);
    }
    List<String> found = Arrays.asList(table.columns());
    for (String column : columns) {
      if (!found.contains(column)) {
        throw unfit(name, "there is no column " + column, null);
      }
    }
    return table;
  }

  private RuntimeException unfit(String table, String why, Exception cause) {
    return OutsideFailure.or(
        cause,
        () ->
            given
                .bad(
                    "its table "
                        + table
                        + " is not what jobs/summarize writes: "
                        + why
                        + "; run jobs/summarize again with ",
                    Setting.MODE,
                    " overwrite")
                .causedBy(cause));
  }
}
