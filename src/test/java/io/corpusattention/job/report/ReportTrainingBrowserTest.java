package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the learning curve in a real browser; see {@link Chromium} if there is none. */
class ReportTrainingBrowserTest {
  private static final int EPOCHS = 12;

  @TempDir private static Path temp;
  private static Chromium chromium;
  private static String table;

  private Page page;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void attend() {
    chromium = Chromium.start();
    table = temp.resolve("table").toString();
    CommandRun.succeed(
        "attend",
        "--input",
        "data-samples/sentences.parquet",
        "--weights",
        "data-samples/weights",
        "--limit",
        "5",
        "--output",
        table);
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private void open(String name, List<Row> epochs, Browser.NewPageOptions options)
      throws IOException {
    Path file = temp.resolve(name + ".html");
    if (!file.toFile().exists()) {
      String run = CurveRun.write(temp.resolve(name), epochs);
      CommandRun.succeed(
          "report", "--input", table, "--training", run, "--output", file.toString());
    }
    page = chromium.open(options);
    page.onConsoleMessage(message -> complaints.add("console: " + message.text()));
    page.onPageError(error -> complaints.add("error: " + error));
    page.navigate(file.toUri().toString());
  }

  @AfterEach
  void nobodyComplained() {
    if (page != null) {
      page.close();
    }
    assertThat(complaints).isEmpty();
  }

  private Locator curve(String field) {
    return page.locator("[data-curve='" + field + "']");
  }

  /** Returns the distances of a line's dots from the top, in the order of the epochs. */
  private List<Double> heights(String field, String line) {
    return curve(field).locator("." + line + " circle").all().stream()
        .map(dot -> Double.parseDouble(dot.getAttribute("cy")))
        .toList();
  }

  private static String three(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  @Test
  void aCurveIsSavedWithItsTitle() throws Exception {
    open("saved", CurveRun.epochs(EPOCHS, true), new Browser.NewPageOptions());
    SavedFigure.assertSvg(page, curve("loss").locator("[aria-label$='as SVG']"));
    SavedFigure.assertPng(page, curve("loss").locator("[aria-label$='as PNG']"));
  }

  @Test
  void bothLinesGoWhereTheTableSays() throws IOException {
    open("both", CurveRun.epochs(EPOCHS, true), new Browser.NewPageOptions());
    List<Double> training = heights("loss", "training");
    List<Double> heldOut = heights("loss", "held-out");
    assertThat(training).hasSize(EPOCHS);
    assertThat(heldOut).hasSize(EPOCHS);
    for (int epoch = 1; epoch < EPOCHS; epoch++) {
      assertThat(training.get(epoch))
          .as("less loss is lower")
          .isGreaterThan(training.get(epoch - 1));
      for (int other = 0; other < EPOCHS; other++) {
        assertThat(Double.compare(training.get(epoch), heldOut.get(other)))
            .isEqualTo(Double.compare(CurveRun.heldOutLoss(other + 1), CurveRun.loss(epoch + 1)));
      }
    }
    assertThat(curve("loss").locator(".best").textContent())
        .isEqualTo("Lowest, held out: 0.700 in epoch 6 of 12.");
    assertThat(curve("accuracy").locator(".best").textContent())
        .isEqualTo("Highest, held out: 0.825 in epoch 6 of 12.");
    assertThat(page.locator("#training").textContent()).contains("480 steps");
  }

  @Test
  void keysGoFromEpochToEpoch() throws IOException {
    open("both", CurveRun.epochs(EPOCHS, true), new Browser.NewPageOptions());
    curve("loss").locator("> svg").focus();
    eventually(page, () -> assertThat(page.locator("#tip").textContent()).startsWith("epoch 12: "));
    page.keyboard().press("ArrowLeft");
    page.keyboard().press("ArrowLeft");
    eventually(
        page,
        () ->
            assertThat(page.locator("#tip").textContent())
                .isEqualTo(
                    "epoch 10: training "
                        + three(CurveRun.loss(10))
                        + ", held out "
                        + three(CurveRun.heldOutLoss(10))
                        + "\n400 steps, learning rate 0.010"));
    page.keyboard().press("Home");
    page.keyboard().press("ArrowLeft");
    eventually(page, () -> assertThat(page.locator("#tip").textContent()).startsWith("epoch 1: "));
    // Past the two buttons that save the other curve.
    for (int i = 0; i < 3; i++) {
      page.keyboard().press("Tab");
    }
    eventually(page, () -> assertThat(page.locator("#tip").textContent()).contains("epoch 12: "));
  }

  @Test
  void thePointerFindsTheNearestEpoch() throws IOException {
    open("both", CurveRun.epochs(EPOCHS, true), new Browser.NewPageOptions());
    curve("loss").scrollIntoViewIfNeeded();
    BoundingBox dot = curve("loss").locator(".held-out circle").nth(4).boundingBox();
    page.mouse().move(dot.x + 6, dot.y - 20);
    eventually(page, () -> assertThat(page.locator("#tip").textContent()).startsWith("epoch 5: "));
  }

  @Test
  void withoutHeldOutExamplesThereIsTheLineOfTheTrainingAlone() throws IOException {
    open("alone", CurveRun.epochs(3, false), new Browser.NewPageOptions());
    assertThat(page.locator(".curve .training circle").count()).isEqualTo(6);
    assertThat(page.locator(".curve .held-out").count()).isZero();
    assertThat(page.locator("#training").textContent())
        .doesNotContainIgnoringCase("held out")
        .contains("Lowest, training: 1.067 in epoch 3 of 3.");
  }

  @Test
  void oneEpochAndLossesThatAreNoNumbersAreDrawnAsFarAsTheyGo() throws IOException {
    List<Row> rows = List.of(RowFactory.create(1, 1L, 0.01, 0.0, null, Double.NaN, null, 1.0, 1.0));
    open("one", rows, new Browser.NewPageOptions());
    assertThat(heights("loss", "training"))
        .singleElement()
        .satisfies(y -> assertThat(y).isFinite());
    assertThat(curve("accuracy").count()).isZero();
    assertThat(page.locator(".curve .x").allTextContents()).containsExactly("1");
  }

  @Test
  void smallScreensAndBothColourSchemesShowAllOfIt() throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      open(
          "both",
          CurveRun.epochs(EPOCHS, true),
          new Browser.NewPageOptions().setViewportSize(400, 800).setColorScheme(scheme));
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .as("the page itself does not scroll sideways")
          .isLessThanOrEqualTo(400);
      for (Locator label : curve("loss").locator("svg text").all()) {
        assertThat(label.boundingBox().height).as("letters keep their size").isGreaterThan(10);
      }
      assertThat(colour(".curve .training path")).isNotEqualTo(colour(".curve .held-out path"));
      page.close();
    }
  }

  private Object colour(String selector) {
    return page.evaluate(
        "selector => getComputedStyle(document.querySelector(selector)).stroke", selector);
  }
}
