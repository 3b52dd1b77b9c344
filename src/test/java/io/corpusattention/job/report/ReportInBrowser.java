package io.corpusattention.job.report;

import com.microsoft.playwright.Browser;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page of a one-layer table whose tokens try to run code. */
abstract class ReportInBrowser extends OpenPage {
  static final List<String> TOKENS =
      List.of(
          "<script>document.title='run'</script>",
          "</script>",
          "<img src=x onerror=\"document.title='run'\">",
          "its",
          "law",
          "שלום",
          "\u202egnp",
          "👩‍👩‍👧",
          "\u200b",
          "a\u0007b",
          "",
          "&amp;",
          "'\"");

  static final int HEADS = 2;
  private static final long ID = 7;

  @TempDir private static Path temp;

  static List<Float> attention; // [HEADS, n, n] of the table
  private static Path file;

  @BeforeAll
  static void makeReport() {
    List<Row> rows = new ArrayList<>();
    rows.add(RowFactory.create(ID, TOKENS, Corpora.floats(3, TOKENS.size() * Corpora.WIDTH)));
    rows.add(RowFactory.create(8L, Corpora.words(128), Corpora.floats(4, 128 * Corpora.WIDTH)));
    String input = Corpora.write(temp.resolve("corpus"), rows, Corpora.schema(), 1);
    String weights = Corpora.weights(temp.resolve("weights"));
    Path table = temp.resolve("table");
    CommandRun.succeed(
        "attend",
        "--input",
        input,
        "--weights",
        weights,
        "--heads",
        "" + HEADS,
        "--scale",
        "1",
        "--output",
        table.toString());
    String analysis = temp.resolve("analysis").toString();
    CommandRun.succeed(
        "analyze", "--input", table.toString(), "--min-count", "1", "--output", analysis);
    file = temp.resolve("report.html");
    CommandRun.succeed(
        "report",
        "--input",
        table.toString(),
        "--analysis",
        analysis,
        "--ids",
        "7,8",
        "--output",
        file.toString());
    attention = Attend.list(Attend.table(table).get(ID + "/0"), "attention");
  }

  void open(Browser.NewPageOptions options) {
    open(file, options);
  }
}
