package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a model with several layers, and of its analysis of a treebank. */
class ModelBrowserTest extends OpenPage {
  private static final int HEADS = 3;

  @TempDir private static Path temp;

  private static Path file;
  private static Path analysis;
  private static Map<String, Row> rows; // by id and layer

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
    file = temp.resolve("report.html");
    CommandRun.succeed(
        "report",
        "--input",
        table,
        "--analysis",
        analysis.toString(),
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
    rows = new HashMap<>();
    for (Row row : CommandRun.rows(Path.of(table), "attention")) {
      rows.put(row.getAs("sentence_id") + "/" + row.getAs("layer"), row);
    }
  }

  private void open() {
    open(file, new Browser.NewPageOptions().setViewportSize(1280, 900));
    page.locator("#lines .link").first().waitFor();
  }

  /** The id of the sentence that is shown. */
  private String shown() {
    return page.locator(".sentence[aria-selected='true']").getAttribute("data-id");
  }

  /** A weight of the table, from piece to piece. */
  private static double weight(String id, String head, int query, int key) {
    String[] name = head.split("\\.", -1);
    Row row = rows.get(id + "/" + name[0]);
    int n = row.getAs("num_tokens");
    List<Float> weights = row.getList(row.fieldIndex("attention"));
    return weights.get((Integer.parseInt(name[1]) * n + query) * n + key);
  }

  /** The lines that are drawn: weights by head and the key at their end. */
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

  private void choosePieces() {
    if (page.locator("#unit").isVisible()) {
      page.locator(
              "#unit button",
              new com.microsoft.playwright.Page.LocatorOptions().setHasText("pieces"))
          .click();
    }
  }

  private void assertLines(String id, int query, List<String> heads) {
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

  @Test
  void headsOfAnyLayersAreDrawnAtOnceWithTheTablesWeights() {
    open();
    choosePieces();
    letGo();
    List<String> heads = List.of("0.1", "1.2", "2.0");
    drawHeads(heads);
    word(2).click();
    assertLines(shown(), 2, heads);
    assertThat(page.locator("#chips .chip[data-head]").count()).isEqualTo(3);
    page.locator("#chips .chip[data-head='1.2'] .chip-remove").click();
    assertLines(shown(), 2, List.of("0.1", "2.0"));
    page.locator("#chips .chip[data-head='0.1'] .chip-name").click();
    eventually(
        page,
        () -> assertThat(page.locator("#heatmap-caption").textContent()).startsWith("Head 0.1"));
    page.locator("#mean").click();
    eventually(
        page,
        () -> assertThat(page.locator("#heatmap-caption").textContent()).startsWith("Mean of all"));
  }

  @Test
  void whatIsHeldStaysHeldWhenHeadLayerOrSentenceChanges() {
    open();
    choosePieces();
    letGo();
    word(1).click();
    String held = word(1).getAttribute("aria-label");
    drawHeads(List.of("2.1"));
    eventually(page, () -> assertThat(word(1).getAttribute("aria-selected")).isEqualTo("true"));
    String first = shown();
    page.locator(".sentence").nth(1).click();
    eventually(page, () -> assertThat(shown()).isNotEqualTo(first));
    page.locator(".sentence").nth(0).click();
    eventually(
        page,
        () -> {
          assertThat(shown()).isEqualTo(first);
          assertThat(word(1).getAttribute("aria-selected")).isEqualTo("true");
          assertThat(word(1).getAttribute("aria-label")).isEqualTo(held);
        });
    assertLines(first, 1, List.of("2.1"));
  }

  @Test
  void keysGoThroughSentencesHeadsAndGrid() {
    open();
    String first = shown();
    page.locator(".sentence[aria-selected='true']").focus();
    page.keyboard().press("ArrowDown");
    eventually(page, () -> assertThat(shown()).isNotEqualTo(first));
    square("0.0").focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowRight");
    boolean before = "true".equals(square("1.1").getAttribute("aria-pressed"));
    page.keyboard().press("Enter");
    eventually(
        page, () -> assertThat(square("1.1").getAttribute("aria-pressed")).isEqualTo("" + !before));
    page.locator("#grid .cell[data-head='0.0']").focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    eventually(
        page, () -> assertThat(page.locator("#head-name").textContent()).isEqualTo("Head 1.0"));
  }

  @Test
  void aSearchLeavesTheSentencesThatHaveIt() {
    open();
    int all = page.locator(".sentence").count();
    String word = page.locator(".sentence").nth(0).locator("bdi").nth(0).textContent();
    page.locator("#search").fill(word);
    eventually(
        page,
        () -> {
          List<Locator> left =
              page.locator(".sentence").all().stream().filter(Locator::isVisible).toList();
          assertThat(left).isNotEmpty();
          assertThat(left).allMatch(s -> s.textContent().contains(word));
          assertThat(page.locator("#found").textContent()).isEqualTo(left.size() + " of " + all);
        });
    page.locator("#search").fill("no such word");
    eventually(page, () -> assertThat(page.locator(".sentence").first().isVisible()).isFalse());
  }

  @Test
  void theGridHasEachHeadAndACellOpensItsFigures() {
    open();
    assertThat(page.locator("#grid .cell").count()).isEqualTo(3 * HEADS);
    page.locator("#grid .cell[data-head='2.1']").click();
    eventually(
        page, () -> assertThat(page.locator("#head-name").textContent()).isEqualTo("Head 2.1"));
    Map<String, Double> table = new HashMap<>();
    Map<String, Map<String, Double>> all = new HashMap<>();
    for (Row row : CommandRun.rows(analysis, "statistics")) {
      if (row.getAs("head") != null) {
        String head = row.getAs("layer") + "." + row.getAs("head");
        all.computeIfAbsent(row.getAs("statistic"), any -> new HashMap<>())
            .put(head, row.getAs("sentence_mean"));
        if (head.equals("2.1")) {
          table.put(row.getAs("statistic"), row.getAs("sentence_mean"));
        }
      }
    }
    for (Locator row : page.locator("#head-figures tbody tr").all()) {
      double mean = Double.parseDouble(row.locator("td").nth(1).textContent().replace(",", ""));
      assertThat(mean)
          .isCloseTo(
              table.get(row.getAttribute("data-statistic")), within(Math.max(6e-4, 0.01 * mean)));
    }
    // The bars of a cell are square roots of the mass by offset.
    page.locator("#grid-shows").selectOption("distance");
    for (Locator cell : page.locator("#grid .cell").all()) {
      String head = cell.getAttribute("data-head");
      assertThat(Double.parseDouble(cell.locator(".cell-value").textContent()))
          .isCloseTo(all.get("distance").get(head), within(6e-3));
    }
    page.locator("#draw-head").click();
    eventually(
        page, () -> assertThat(square("2.1").getAttribute("aria-pressed")).isEqualTo("true"));
  }

  @Test
  void aRelationsBestHeadIsLinkedAndItsSentencesOpenBelow() {
    open();
    Map<String, Double> shares = new HashMap<>();
    for (Row row : CommandRun.rows(analysis, "relations")) {
      shares.put(
          row.getAs("relation")
              + " "
              + row.getAs("direction")
              + " "
              + row.getAs("layer")
              + "."
              + row.getAs("head"),
          row.getAs("share"));
    }
    Locator relations = page.locator("#relations tbody tr.opens");
    assertThat(relations.count()).isPositive();
    for (Locator row : relations.all()) {
      List<String> cells = row.locator("td").allTextContents();
      String way = cells.get(1).startsWith("word") ? "to_governor" : "from_governor";
      assertThat(Double.parseDouble(cells.get(3)))
          .isCloseTo(shares.get(cells.get(0) + " " + way + " " + cells.get(2)), within(6e-4));
    }
    Locator head = relations.first().locator(".head-button");
    head.click();
    eventually(
        page,
        () ->
            assertThat(page.locator("#head-name").textContent())
                .isEqualTo("Head " + head.textContent()));
    relations.first().locator("strong").click();
    eventually(
        page,
        () -> {
          assertThat(page.locator("#relations .below .example").count()).isBetween(1, 3);
          assertThat(page.locator("#relations .below .example .to").count()).isPositive();
        });
  }

  @Test
  void aLinksSentencesOpenAndCanBeDrawn() {
    open();
    page.locator("#links tbody tr.opens").first().click();
    eventually(page, () -> assertThat(page.locator("#links .below .example").count()).isPositive());
    Locator show = page.locator("#links .below [data-show]");
    if (show.count() > 0) {
      String id = show.first().getAttribute("data-show");
      show.first().click();
      eventually(page, () -> assertThat(shown()).isEqualTo(id));
    }
    page.locator("#words tbody tr.opens").first().click();
    eventually(page, () -> assertThat(page.locator("#words .below .example").count()).isPositive());
  }

  @Test
  void theHeldWordsWeightsAreThereInFull() {
    open();
    choosePieces();
    letGo();
    drawHeads(List.of("0.1", "2.2"));
    word(2).click();
    page.locator("#numbers summary").click();
    String id = shown();
    List<List<String>> table = new ArrayList<>();
    for (Locator row : page.locator("#numbers tbody tr").all()) {
      table.add(row.locator("td.number").allTextContents());
    }
    int n = rows.get(id + "/0").getAs("num_tokens");
    assertThat(table).hasSize(n);
    for (int key = 0; key < n; key++) {
      assertThat(Double.parseDouble(table.get(key).get(0)))
          .isCloseTo(weight(id, "0.1", 2, key), within(2e-5));
      assertThat(Double.parseDouble(table.get(key).get(1)))
          .isCloseTo(weight(id, "2.2", 2, key), within(2e-5));
    }
    Locator strongest = page.locator("#strongest .head-button").first();
    String head = strongest.textContent();
    strongest.click();
    eventually(page, () -> assertThat(square(head).getAttribute("aria-pressed")).isEqualTo("true"));
  }

  @Test
  void figuresAreSavedAsSvgAndPng() throws Exception {
    open();
    for (String where : List.of("[data-figure='lines']", "[data-figure='heatmap']", "#grid-card")) {
      Locator svg = page.locator(where + " [aria-label='Save as SVG']");
      Download drawing = page.waitForDownload(svg::click);
      assertThat(drawing.suggestedFilename()).endsWith(".svg");
      var document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(drawing.path().toFile());
      assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(document.getElementsByTagName("text").getLength()).isPositive();
      Locator png = page.locator(where + " [aria-label='Save as PNG']");
      Download picture = page.waitForDownload(png::click);
      assertThat(picture.suggestedFilename()).endsWith(".png");
      var image = ImageIO.read(picture.path().toFile());
      assertThat(image.getWidth()).isGreaterThan(200);
      long colors =
          java.util.stream.IntStream.range(0, image.getWidth() * image.getHeight())
              .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
              .distinct()
              .limit(10)
              .count();
      assertThat(colors).as("something is drawn").isGreaterThan(5);
    }
  }
}
