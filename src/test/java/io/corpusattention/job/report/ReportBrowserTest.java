package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real browser; see {@link Chromium} for where there is none. */
class ReportBrowserTest {
  private static final List<String> TOKENS =
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

  private static final int HEADS = 2;
  private static final long ID = 7;

  @TempDir private static Path temp;

  private static Chromium chromium;
  private static List<Float> attention; // [HEADS, n, n] of the table
  private static Path file;

  private Page page;
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

  private void open(Browser.NewPageOptions options) {
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

  private Locator word(int query) {
    return page.locator(".queries .word[data-query='" + query + "']");
  }

  /** The lines that are drawn, all of them at one word: weights by the word at their other end. */
  private Map<Integer, Double> drawn(String side, int word, String otherSide) {
    Map<Integer, Double> drawn = new HashMap<>();
    List<?> lines = // all at one time
        (List<?>)
            page.locator("#lines .link")
                .evaluateAll(
                    "(lines, names) => lines.map(line => names.map(name => line.getAttribute(name)))",
                    List.of(side, otherSide, "data-weight"));
    for (Object line : lines) {
      List<?> attributes = (List<?>) line;
      assertThat(attributes.get(0)).isEqualTo("" + word);
      drawn.put(
          Integer.valueOf((String) attributes.get(1)), Double.valueOf((String) attributes.get(2)));
    }
    assertThat(drawn).isNotEmpty();
    return drawn;
  }

  /** The lines that are drawn, all of them from one query, against a head's row of the table. */
  private void assertLinesOf(int query, int head) {
    eventually(
        page,
        () -> {
          Map<Integer, Double> drawn = drawn("data-query", query, "data-key");
          for (int key = 0; key < TOKENS.size(); key++) { // a weight of 0 has no line
            assertThat(drawn.getOrDefault(key, 0.0))
                .isCloseTo(expected(head, query, key), within(2e-5));
          }
        });
  }

  /** A weight of the table; of head -1 the mean over heads. */
  private static double expected(int head, int query, int key) {
    int n = TOKENS.size();
    if (head >= 0) {
      return attention.get((head * n + query) * n + key);
    }
    double mean = 0;
    for (int h = 0; h < HEADS; h++) {
      mean += expected(h, query, key) / HEADS;
    }
    return mean;
  }

  @Test
  void theLinesOfAWordAreThoseOfTheTable() {
    open(new Browser.NewPageOptions());
    word(3).click();
    assertLinesOf(3, -1);
    for (int head = 0; head < HEADS; head++) {
      page.locator("#head").selectOption("" + head);
      word(4).click();
      page.locator("h1").hover(); // the word is held
      assertLinesOf(4, head);
    }
    word(4).click(); // and let go
    page.locator("h1").hover();
    eventually(
        page, () -> assertThat(page.locator("#lines .link").count()).isGreaterThan(TOKENS.size()));
  }

  @Test
  void aWordOnTheRightHasTheLinesThatComeToIt() {
    open(new Browser.NewPageOptions());
    page.locator("#head").selectOption("1");
    page.locator(".keys .word[data-key='4']").click();
    eventually(
        page,
        () -> {
          Map<Integer, Double> drawn = drawn("data-key", 4, "data-query");
          for (int query = 0; query < TOKENS.size(); query++) {
            double weight = expected(1, query, 4);
            assertThat(drawn.getOrDefault(query, 0.0)).isCloseTo(weight, within(2e-5));
            String shown =
                page.locator(".queries .word").nth(query).locator(".weight").textContent();
            assertThat(shown.isEmpty() ? 0 : Double.parseDouble(shown))
                .isCloseTo(weight, within(0.0051));
          }
        });
  }

  @Test
  void theMapsLabelsStayWhereTheyCanBeReadAndTheCellComesIntoView() {
    open(new Browser.NewPageOptions().setViewportSize(400, 800));
    page.locator("#sentence").selectOption("1");
    page.locator("#heatmap canvas").focus();
    for (int i = 0; i < 100; i++) {
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowDown");
    }
    eventually(
        page,
        () -> {
          BoundingBox map = page.locator("#heatmap").boundingBox();
          BoundingBox row = page.locator("#heatmap .row").nth(100).boundingBox();
          BoundingBox column = page.locator("#heatmap .column").nth(100).boundingBox();
          assertThat(row.x).isBetween(map.x, map.x + 10);
          assertThat(row.y).isBetween(map.y + column.height, map.y + map.height - row.height);
          assertThat(column.y).isBetween(map.y, map.y + 10);
          assertThat(column.x).isBetween(map.x + row.width, map.x + map.width - column.width);
        });
  }

  @Test
  void thePageFollowsTheColoursOfTheReadersSystem() {
    open(new Browser.NewPageOptions().setColorScheme(ColorScheme.LIGHT));
    String paper =
        "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)[0]";
    String cell =
        // Of a copy that is made to be read: Chromium advises against reading the page's own again.
        "(() => {"
            + "const copy = document.createElement('canvas');"
            + "const context = copy.getContext('2d', {willReadFrequently: true});"
            + "context.drawImage(document.querySelector('#heatmap canvas'), 0, 0);"
            + "return context.getImageData(0, 0, 1, 1).data[0];"
            + "})()";
    assertThat((Integer) page.evaluate(paper)).isGreaterThan(200);
    Object before = page.evaluate(cell);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    eventually(page, () -> assertThat((Integer) page.evaluate(paper)).isLessThan(60));
    eventually(page, () -> assertThat(page.evaluate(cell)).isNotEqualTo(before));
  }

  @Test
  void keysGoFromWordToWordAndFromCellToCell() {
    open(new Browser.NewPageOptions());
    word(0).focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    assertLinesOf(2, -1);
    page.keyboard().press("Enter");
    page.locator("#heatmap canvas").focus();
    assertLinesOf(2, -1);
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    eventually(
        page,
        () -> {
          String shown = page.locator("#tip").textContent();
          double value = Double.parseDouble(shown.substring(shown.lastIndexOf(' ') + 1));
          assertThat(value).isCloseTo(expected(-1, 1, 2), within(1e-3));
        });
  }

  @Test
  void tokensAreShownAndNothingOfThemRuns() {
    open(new Browser.NewPageOptions());
    assertThat(page.title()).isEqualTo("Attention report");
    assertThat(word(0).textContent()).isEqualTo(TOKENS.get(0));
    assertThat(word(2).textContent()).isEqualTo(TOKENS.get(2));
    assertThat(word(5).textContent()).isEqualTo("שלום");
    assertThat(word(6).textContent()).isEqualTo("‹U+202E›gnp");
    assertThat(word(7).textContent()).isEqualTo(TOKENS.get(7));
    assertThat(word(8).textContent()).isEqualTo("‹U+200B›");
    assertThat(word(9).textContent()).isEqualTo("a‹U+0007›b");
    assertThat(word(10).textContent()).isEqualTo("‹empty›");
    assertThat(word(11).textContent()).isEqualTo("&amp;");
    assertThat(page.locator("#lines img, #heatmap img, #corpus img").count()).isZero();
  }

  @Test
  void theCorpusHasAPanelForEachStatisticAndItsFiguresOnHover() {
    open(new Browser.NewPageOptions());
    Locator entropy = page.locator("[data-statistic='entropy']");
    assertThat(entropy.locator(".mean").count()).isEqualTo(HEADS);
    entropy.locator(".hit").nth(1).hover();
    eventually(page, () -> assertThat(page.locator("#tip").textContent()).startsWith("head 1: "));
    assertThat(page.locator("#divergences rect").count()).isEqualTo(HEADS * (HEADS - 1));
    assertThat(page.locator("#links tbody tr").count()).isPositive();
    assertThat(page.locator("#lengths .bar").count()).isPositive();
  }

  @Test
  void longSentencesAndSmallScreensScrollAndDoNotSqueeze() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      open(new Browser.NewPageOptions().setViewportSize(400, 800).setColorScheme(scheme));
      page.locator("#sentence").selectOption("1");
      eventually(page, () -> assertThat(page.locator(".queries .word").count()).isEqualTo(128));
      assertThat(word(127).boundingBox().height).isGreaterThanOrEqualTo(20);
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .as("the page itself does not scroll sideways")
          .isLessThanOrEqualTo(400);
      assertThat(page.locator("#heatmap canvas").boundingBox().width)
          .isGreaterThanOrEqualTo(128 * 12);
      page.close();
    }
  }
}
