package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which sentences a page shows and leaves out, and where it can be written. */
class ReportSentencesTest {
  @TempDir private Path temp;

  private String attend(String name, List<Row> sentences, String... options) {
    String input = Corpora.write(temp.resolve(name + "-in"), sentences, Corpora.schema(), 2);
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--input", input, "--weights", Corpora.weights(temp.resolve("weights"))));
    all.addAll(List.of("--output", temp.resolve(name).toString()));
    CommandRun.succeed("attend", all.toArray(new String[0]));
    return temp.resolve(name).toString();
  }

  private static Row sentence(long id, String... tokens) {
    return RowFactory.create(
        id, Arrays.asList(tokens), Corpora.floats((int) id, tokens.length * Corpora.WIDTH));
  }

  private JsonNode report(String name, String... options) throws IOException {
    Path file = temp.resolve(name + ".html");
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--output", file.toString()));
    CommandRun.succeed("report", all.toArray(new String[0]));
    String text = Files.readString(file);
    String start = "id=\"data\">";
    int from = text.indexOf(start) + start.length();
    return new ObjectMapper().readTree(text.substring(from, text.indexOf("</script>", from)));
  }

  private static List<String> ids(JsonNode data) {
    List<String> ids = new ArrayList<>();
    data.get("sentences").forEach(sentence -> ids.add(sentence.get("id").asText()));
    return ids;
  }

  @Test
  void rowsOfOneIdThatAreTwoSentencesAreRefused() {
    String one = attend("one", Corpora.sentences(8));
    String same = attend("same", Corpora.sentences(8));
    for (String[] choice : new String[][] {{"--ids", "3"}, {"--sentences", "2"}}) {
      List<String> options =
          new ArrayList<>(List.of("report", "--input", one + "," + same, "--output"));
      options.add(temp.resolve("refused.html").toString());
      options.addAll(List.of(choice));
      CommandRun.refuse(options, "ids must be unique", "give one run");
    }
    assertThat(temp.resolve("refused.html")).doesNotExist();
  }

  @Test
  void aSentenceOfTooManyQueriesIsSaidToBeTooLong() throws IOException {
    String query = temp.resolve("query.npy").toString();
    Corpora.npy(Path.of(query), 513, Corpora.WIDTH, Corpora.floats(5, 513 * Corpora.WIDTH));
    // The sentences have more queries than any single row has.
    String table =
        attend("table", Corpora.sentences(4), "--query", query, "--max-row-bytes", "20000");
    JsonNode named = report("named", "--input", table, "--ids", "3");
    assertThat(ids(named)).isEmpty();
    assertThat(named.get("notes").toString()).contains("Sentence 3 has more than 512 queries");
    assertThat(ids(report("chosen", "--input", table))).isEmpty();
  }

  @Test
  void aPageOfNamedSentencesHasABoundAndSaysWhatItLeavesOut() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (long id = 1; id <= 5; id++) {
      int n = 500;
      rows.add(
          RowFactory.create(id, Corpora.words(n), Corpora.floats((int) id, n * Corpora.WIDTH)));
    }
    String table = attend("table", rows, "--heads", "16", "--context", "none");
    JsonNode data = report("page", "--input", table, "--ids", "5,4,3,2,1");
    assertThat(ids(data)).containsExactly("5", "4", "3", "2");
    assertThat(data.get("notes").toString()).contains("Sentence 1 is left out");
    assertThat(Files.size(temp.resolve("page.html"))).isLessThan(64_000_000);
  }

  @Test
  void shortSentencesAreChosenWhereThereAreNoOthers() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (long id = 1; id <= 4; id++) {
      rows.add(sentence(id, "a" + id, "b", "c"));
    }
    rows.add(sentence(9, "alone"));
    String table = attend("table", rows);
    assertThat(ids(report("few", "--input", table))).containsExactlyInAnyOrder("1", "2", "3", "4");
    rows.add(sentence(7, "a", "sentence", "of", "more", "than", "six", "words"));
    String mixed = attend("mixed", rows);
    List<String> chosen = ids(report("mixed", "--input", mixed));
    assertThat(chosen).hasSize(5).startsWith("7");
  }

  @Test
  void ofSentencesWithTheSameTextTheLowestIdIsChosen() throws IOException {
    String[] text = {"the", "same", "words", "in", "each", "sentence"};
    String table =
        attend("table", List.of(sentence(31, text), sentence(4, text), sentence(12, text)));
    assertThat(ids(report("page", "--input", table))).containsExactly("12");
    assertThat(ids(report("named", "--input", table, "--ids", "4"))).containsExactly("4");
  }

  @Test
  void wordsMadeOfPiecesAreFoundAndPunctuationAsksNothing() throws IOException {
    List<Row> rows =
        List.of(
            sentence(1, "[CLS]", "un", "##law", "##ful", "acts", "[SEP]"),
            sentence(2, "[CLS]", "law", "acts", "slow", "##ly", "[SEP]"),
            sentence(3, "[CLS]", "self", "##less", "##ness", ".", "[SEP]"),
            sentence(4, "[CLS]", "-", "no", "!", ".", "[SEP]"));
    String table = attend("table", rows);
    assertThat(ids(report("pieces", "--input", table, "--contains", "unlawful")))
        .hasSize(4)
        .startsWith("1");
    assertThat(ids(report("word", "--input", table, "--contains", "Law")))
        .hasSize(4)
        .startsWith("2");
    // Sentence 4 has only one token that is a word, so its queries cannot differ.
    assertThat(ids(report("all", "--input", table))).hasSize(4).endsWith("4");
  }

  @Test
  void sentencesWithoutTokensAmongOthersAreNumbered() throws IOException {
    List<Row> rows = new ArrayList<>(Corpora.sentences(3));
    rows.add(RowFactory.create(77L, null, Corpora.floats(1, 2 * Corpora.WIDTH)));
    String table = attend("table", rows);
    assertThat(report("page", "--input", table, "--ids", "77").at("/sentences/0/keys").toString())
        .isEqualTo("[\"token 1\",\"token 2\"]");
  }

  @Test
  void aPageTakesThePlaceOfNothingButAPage() throws IOException {
    String table = attend("table", Corpora.sentences(8));
    Path file;
    try (var files = Files.list(Path.of(table, "attention"))) {
      file = files.findFirst().orElseThrow();
    }
    byte[] before = Files.readAllBytes(file);
    Path notes = Files.writeString(temp.resolve("notes.html"), "<p>mine");
    for (Path taken : List.of(notes, Path.of(table, "run.json"))) {
      CommandRun.refuse(
          List.of("report", "--input", table, "--mode", "overwrite", "--output", taken.toString()),
          "--output " + taken,
          "is not a report");
    }
    CommandRun.refuse(
        List.of("report", "--input", table, "--mode", "overwrite", "--output", file.toString()),
        "is not a report");
    Path inside = Path.of(table, "attention", "report.html");
    CommandRun.refuse(
        List.of("report", "--input", table, "--mode", "overwrite", "--output", inside.toString()),
        "lies in the table's folder");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(notes).hasContent("<p>mine");
  }

  @Test
  void anAnalysisThatIsDamagedOrDidNotFinishIsRefused() throws IOException {
    String table = attend("table", Corpora.sentences(8));
    Path analysis = temp.resolve("analysis");
    CommandRun.succeed("analyze", "--input", table, "--output", analysis.toString());
    Path json = analysis.resolve("analysis.json");
    String good = Files.readString(json);
    List<String> options =
        List.of(
            "report",
            "--input",
            table,
            "--analysis",
            analysis.toString(),
            "--output",
            temp.resolve("refused.html").toString());
    for (String bad :
        List.of(
            good.substring(0, good.length() / 2),
            "[]",
            "{}",
            good.replace("\"head_labels\"", "\"labels\""),
            good.replace("\"heads\" : 1", "\"heads\" : 0"),
            good.replaceFirst("\"weight\" : [0-9.E-]+", "\"weight\" : null"))) {
      assertThat(bad).isNotEqualTo(good);
      Files.writeString(json, bad);
      CommandRun.refuse(options, "--analysis " + analysis, "jobs/analyze");
    }
    Files.writeString(json, good.replaceFirst("\\{", "{ \"of_a_later_version\" : 1,"));
    report("later", "--input", table, "--analysis", analysis.toString());
    Files.writeString(
        json, good.replaceFirst("\"sentence_mean\" : [0-9.E-]+", "\"sentence_mean\" : null"));
    JsonNode undefined = report("null", "--input", table, "--analysis", analysis.toString());
    assertThat(undefined.at("/corpus/statistics/0/mean/0").isNull()).isTrue();
    assertThat(undefined.at("/corpus/statistics/1/mean/0").isNumber()).isTrue();
    Files.delete(analysis.resolve("_SUCCESS"));
    CommandRun.refuse(options, "did not finish", "--mode overwrite");
    assertThat(temp.resolve("refused.html")).doesNotExist();
  }
}
