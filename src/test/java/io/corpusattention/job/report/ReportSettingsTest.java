package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Verifies that report refuses what it cannot show, and what it must not overwrite, with a one-line
 * message.
 */
class ReportSettingsTest extends ReportRuns {
  @Test
  void whatIsNotThereIsNamed() {
    String table = attend("table").toString();
    refuse(List.of("--input", table, "--ids", "1,nobody"), "--ids nobody", "no such sentence");
    refuse(List.of("--input", table, "--contains", "xyzzy"), "--contains xyzzy");
    refuse(List.of("--input", table, "--contains", "the cat"), "--contains the cat", "one word");
    refuse(List.of("--input", table, "--heads", "2"), "--heads 2", "no head 2");
    refuse(List.of("--input", table, "--heads", "one"), "'one' is not a head");
    refuse(List.of("--input", table, "--layers", "0"), "--layers 0", "of one layer");
    refuse(List.of("--input", table, "--sentences", "51"), "--sentences 51", "50");
    refuse(List.of("--input", attend("none", "--attention", "none").toString()), "--attention");
    refuse(List.of(), "--input is missing");
  }

  @Test
  void aTableWithoutTokensHasNoPictures() {
    List<Row> rows = new ArrayList<>();
    for (Row row : Corpora.sentences(5)) {
      rows.add(RowFactory.create(row.get(0), row.get(2)));
    }
    StructType schema =
        new StructType().add("sentence_id", "long").add("embeddings", Corpora.FLOATS);
    String input = Corpora.write(temp.resolve("corpus"), rows, schema, 1);
    String weights = Corpora.weights(temp.resolve("weights"));
    Path table = attend("table", "--input", input, "--weights", weights);
    refuse(List.of("--input", table.toString()), "no column tokens", "--tokens-column");
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhenAsked() throws IOException {
    String table = attend("table").toString();
    Path page = report("page", "--input", table);
    byte[] first = Files.readAllBytes(page);
    CommandRun.refuse(
        List.of("report", "--input", table, "--output", page.toString()), "--mode overwrite");
    CommandRun.refuse(
        List.of("report", "--input", table, "--output", temp.toString()), "is a folder");
    report("page", "--input", table, "--mode", "overwrite", "--sentences", "1");
    assertThat(Files.readAllBytes(page)).isNotEqualTo(first);
    try (var files = Files.list(temp)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains(".part") || name.endsWith(".crc"));
    }
  }

  @Test
  void placesThatCannotBeWrittenAreNamedBeforeTheTableIsOpened() throws IOException {
    String table = Files.writeString(temp.resolve("no-table"), "text").toString();
    String page = temp.resolve("page.html").toString();
    CommandRun.refuse(
        List.of("report", "--input", table, "--output", temp.toString()), "is a folder");
    CommandRun.refuse(
        List.of("report", "--input", table, "--output", page, "--figures", table),
        "is a file; name a folder");
    assertThat(temp.resolve("page.html")).doesNotExist();
  }

  @Test
  void whatIsReadIsNeverOverwritten() throws IOException {
    Path table = attend("table");
    Path analysis = temp.resolve("analysis");
    CommandRun.succeed("analyze", "--input", table.toString(), "--output", analysis.toString());
    Map<String, String> before = Attend.contents(temp);
    Map<Path, String> refused =
        Map.of(
            table.resolve("attention/report.html"), "lies in the table's folder",
            analysis.resolve("analysis.json"), "is not a report");
    refused.forEach(
        (output, why) ->
            CommandRun.refuse(
                List.of(
                    "report",
                    "--input",
                    table.toString(),
                    "--analysis",
                    analysis.toString(),
                    "--mode",
                    "overwrite",
                    "--output",
                    output.toString()),
                why));
    assertThat(Attend.contents(temp)).isEqualTo(before);
  }

  @Test
  void sentencesThatShareAnIdAreNotDrawnAsOne() {
    String both = attend("a") + "," + attend("b");
    refuse(List.of("--input", both, "--ids", "1"), "sentence 1", "ids must be unique");
  }
}
