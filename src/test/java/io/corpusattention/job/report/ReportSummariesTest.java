package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Verifies that a page shows the words that summaries kept, and documents, or that it refuses them.
 */
class ReportSummariesTest extends ReportRuns {
  private static final String MODEL = "src/test/resources/encoders/gelu";
  private static final int DOCUMENTS = 25;

  /**
   * Writes two sentences of each document, embedded by a model with word pieces, and runs attend.
   */
  private Path table(String... texts) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2 * DOCUMENTS; i++) {
      rows.add(RowFactory.create("s" + i, "d" + (i / 2 + 1), texts[i % texts.length]));
    }
    StructType schema =
        new StructType()
            .add("sentence_id", "string")
            .add("document", "string")
            .add("text", "string");
    String input = temp.resolve("texts-" + texts.length).toString();
    SharedSpark.session().createDataFrame(rows, schema).coalesce(1).write().parquet(input);
    return attend(
        "table-" + texts.length, "--model", MODEL, "--input", input, "--keep", "document");
  }

  private Path table() {
    return table(
        "The judge wrote the extraordinary opinion of the highest court.",
        "A lawyer questioned the remarkable evidence, and the witness left.");
  }

  private Path summarize(String name, Path table, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("--input", table.toString(), "--layers", "1", "--stop-words", "english"));
    all.addAll(List.of(options));
    all.addAll(List.of("--output", temp.resolve(name).toString()));
    CommandRun.succeed("summarize", all.toArray(new String[0]));
    return temp.resolve(name);
  }

  @Test
  void keptWordsAndDocumentsAreThoseOfTheTables() throws IOException {
    Path table = table();
    Path run = summarize("run", table, "--document-column", "document", "--keywords", "4");
    Path figures = temp.resolve("figures");
    JsonNode data =
        data(
            report(
                "page",
                "--input",
                table.toString(),
                "--summaries",
                run.toString(),
                "--ids",
                "s0,s1,s7,s40",
                "--sentences",
                "4",
                "--figures",
                figures.toString()));
    assertThat(data.get("sentences")).hasSize(4);
    List<Row> summaries = CommandRun.rows(run, "summaries");
    for (JsonNode sentence : data.get("sentences")) {
      Row row =
          summaries.stream()
              .filter(r -> r.getString(0).equals(sentence.get("id").asText()))
              .findFirst()
              .orElseThrow();
      List<String> kept = new ArrayList<>();
      sentence.get("kept").forEach(w -> kept.add(sentence.get("words").get(w.asInt()).asText()));
      assertThat(kept).isNotEmpty().isEqualTo(row.getList(row.fieldIndex("words")));
    }
    assertThat(Files.readString(figures.resolve("sentence-" + ids(data).get(0) + ".svg")))
        .contains("Underlined are the words");

    JsonNode documents = data.at("/summaries/documents");
    assertThat(texts(documents.findValues("document")))
        .isEqualTo(IntStream.rangeClosed(1, 20).mapToObj(i -> "d" + i).toList());
    assertThat(data.at("/summaries/source").asText())
        .contains(run.toString(), "25 documents, the first 20 of which are shown");
    List<Row> keywords = CommandRun.rows(run, "keywords");
    List<Row> main = CommandRun.rows(run, "documents");
    for (JsonNode document : documents) {
      String name = document.get("document").asText();
      requireKeywords(document.get("words"), keywords, name, "word");
      requireKeywords(document.get("phrases"), keywords, name, "phrase");
      Row row = main.stream().filter(r -> r.getString(0).equals(name)).findFirst().orElseThrow();
      assertThat(document.get("sentences").asLong()).isEqualTo(2);
      assertThat(texts(document.get("main").findValues("id")))
          .isEqualTo(row.getList(row.fieldIndex("ids")));
      assertThat(texts(document.get("main").findValues("text")))
          .isEqualTo(row.getList(row.fieldIndex("texts")));
    }
  }

  private static void requireKeywords(
      JsonNode found, List<Row> keywords, String document, String kind) {
    List<Row> rows =
        keywords.stream()
            .filter(r -> r.getString(0).equals(document) && r.getAs("kind").equals(kind))
            .sorted((a, b) -> Integer.compare(a.getInt(1), b.getInt(1)))
            .toList();
    assertThat(texts(found.findValues("keyword")))
        .isNotEmpty()
        .isEqualTo(rows.stream().map(r -> r.getString(2)).toList());
    for (int i = 0; i < rows.size(); i++) {
      requireNumber(found.get(i).get("score"), rows.get(i).<Double>getAs("score"));
    }
  }

  @Test
  void aRunWithoutDocumentsHasNoneAndSentencesThatItLacksHaveNoSummary() throws IOException {
    Path table = attend("table");
    Path few =
        attend("few", "--input", SAMPLE, "--weights", WEIGHTS, "--heads", "2", "--limit", "5");
    Path run = temp.resolve("run");
    CommandRun.succeed("summarize", "--input", few.toString(), "--output", run.toString());
    List<String> known =
        CommandRun.rows(run, "summaries").stream().map(row -> row.get(0).toString()).toList();
    JsonNode data =
        data(report("page", "--input", table.toString(), "--summaries", run.toString()));
    assertThat(data.get("summaries").isNull()).isTrue();
    for (JsonNode sentence : data.get("sentences")) {
      assertThat(sentence.get("kept").isNull())
          .isEqualTo(!known.contains(sentence.get("id").asText()));
    }
  }

  @Test
  void summariesOfOtherSentencesAndOtherFoldersAreRefused() {
    Path table = table();
    Path other = table("Something else stands in these sentences altogether.");
    String summaries = summarize("other", other).toString();
    refuse(
        List.of("--input", table.toString(), "--summaries", summaries),
        "--summaries " + summaries,
        "is another than that of the attention table");
    refuse(
        List.of("--input", table.toString(), "--summaries", table.toString()),
        "another job than summarize");
    refuse(List.of("--input", table.toString(), "--summaries", MODEL), "is no run folder");
    Path page = temp.resolve("other/summaries/page.html");
    CommandRun.refuse(
        List.of(
            "report",
            "--input",
            other.toString(),
            "--summaries",
            summaries,
            "--output",
            page.toString()),
        "lies in the table's folder");
  }
}
