package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page of a model with several layers and its analysis of a treebank. */
abstract class ModelInBrowser extends OpenPage {
  static final int HEADS = 3;

  @TempDir private static Path temp;

  private static Path file;
  static Path analysis;
  static Path other;
  static Map<String, List<String>> kept; // words, by id
  static Map<String, Row> rows; // by id and layer

  @BeforeAll
  static void makeReport() throws IOException {
    String treebank = Files.readString(Path.of("data-samples/corpus.conllu"));
    Path text = Files.writeString(temp.resolve("corpus.conllu"), treebank.repeat(40));
    String table = temp.resolve("table").toString();
    CommandRun.succeed(
        "attend",
        "--model",
        "src/test/resources/encoders/gelu",
        "--input",
        text.toString(),
        "--input-format",
        "conllu",
        "--output",
        table);
    analysis = temp.resolve("analysis");
    CommandRun.succeed(
        "analyze",
        "--input",
        table,
        "--min-count",
        "1",
        "--examples",
        "yes",
        "--output",
        analysis.toString());
    other = temp.resolve("other");
    CommandRun.succeed(
        "analyze",
        "--model",
        "src/test/resources/encoders/gelu",
        "--input",
        "data-samples/corpus.txt",
        "--output",
        other.toString());
    String summaries = temp.resolve("summaries").toString();
    CommandRun.succeed("summarize", "--input", table, "--output", summaries);
    file = temp.resolve("report.html");
    CommandRun.succeed(
        "report",
        "--input",
        table,
        "--analysis",
        analysis.toString(),
        "--compare",
        other.toString(),
        "--summaries",
        summaries,
        "--ids",
        CommandRun.rows(Path.of(table), "attention").stream()
            .map(row -> row.getAs("sentence_id").toString())
            .distinct()
            .sorted()
            .limit(3)
            .reduce((a, b) -> a + "," + b)
            .orElseThrow(),
        "--sentences",
        "6",
        "--output",
        file.toString());
    kept = new HashMap<>();
    for (Row row : CommandRun.rows(Path.of(summaries), "summaries")) {
      kept.put(row.getAs("sentence_id").toString(), row.getList(row.fieldIndex("words")));
    }
    rows = new HashMap<>();
    for (Row row : CommandRun.rows(Path.of(table), "attention")) {
      rows.put(row.getAs("sentence_id") + "/" + row.getAs("layer"), row);
    }
  }

  void open() {
    open(file, new Browser.NewPageOptions().setViewportSize(1280, 900));
    page.locator("#lines .link").first().waitFor();
  }

  /** Returns the id of the sentence that is shown. */
  String shown() {
    return page.locator(".sentence[aria-selected='true']").getAttribute("data-id");
  }

  /** Returns a weight of the table, from one piece to another. */
  static double weight(String id, String head, int query, int key) {
    String[] name = head.split("\\.", -1);
    Row row = rows.get(id + "/" + name[0]);
    int n = row.getAs("num_tokens");
    List<Float> weights = row.getList(row.fieldIndex("attention"));
    return weights.get((Integer.parseInt(name[1]) * n + query) * n + key);
  }

  /** Returns the lines that are drawn: their weights by head and key. */
  private Map<String, Double> drawn() {
    Map<String, Double> drawn = new HashMap<>();
    List<?> lines =
        (List<?>)
            page.locator("#lines .link")
                .evaluateAll(
                    "lines => lines.map(line => [line.dataset.head + ' ' + line.dataset.key, line.dataset.weight])");
    for (Object line : lines) {
      List<?> pair = (List<?>) line;
      drawn.put((String) pair.get(0), Double.valueOf((String) pair.get(1)));
    }
    return drawn;
  }

  void choosePieces() {
    if (page.locator("#unit").isVisible()) {
      page.locator("#unit button", new Page.LocatorOptions().setHasText("pieces")).click();
    }
  }

  void assertLines(String id, int query, List<String> heads) {
    int n = rows.get(id + "/0").getAs("num_tokens");
    eventually(
        page,
        () -> {
          Map<String, Double> drawn = drawn();
          assertThat(drawn).isNotEmpty();
          for (String head : heads) {
            for (int key = 0; key < n; key++) {
              assertThat(drawn.getOrDefault(head + " " + key, 0.0))
                  .as(head + " " + key)
                  .isCloseTo(weight(id, head, query, key), within(2e-5));
            }
          }
          assertThat(drawn.keySet())
              .allMatch(line -> heads.contains(line.substring(0, line.indexOf(' '))));
        });
  }
}
