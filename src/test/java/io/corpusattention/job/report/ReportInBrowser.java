package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A report that is open in a real browser; see {@link Chromium} for where there is none. */
abstract class ReportInBrowser {
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
  private static Chromium chromium;
  private static Path file;

  Page page;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void makeReport() {
    chromium = Chromium.start();
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

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  void open(Browser.NewPageOptions options) {
    page = chromium.open(options);
    page.onConsoleMessage(message -> complaints.add("console: " + message.text()));
    page.onPageError(error -> complaints.add("error: " + error));
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(
        request -> {
          if (!request.url().equals(file.toUri().toString())
              && !request.url().startsWith("data:")) {
            complaints.add("request: " + request.url());
          }
        });
    page.navigate(file.toUri().toString());
  }

  @AfterEach
  void nobodyComplained() {
    if (page != null) {
      page.close();
    }
    assertThat(complaints).isEmpty();
  }

  /** A word on the left. */
  Locator word(int query) {
    return page.locator(".queries .word[data-query='" + query + "']");
  }
}
