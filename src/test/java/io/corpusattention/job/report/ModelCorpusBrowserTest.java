package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import io.corpusattention.cli.CommandRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * Tests the figures on a page for all heads of a model over a treebank: grid, relations, links,
 * another run.
 */
class ModelCorpusBrowserTest extends ModelInBrowser {
  /** Returns the means of a statistic by head. */
  private static Map<String, Double> means(Path analysis, String statistic) {
    Map<String, Double> means = new HashMap<>();
    for (Row row : CommandRun.rows(analysis, "statistics")) {
      if (row.getAs("head") != null && row.getAs("statistic").equals(statistic)) {
        means.put(row.getAs("layer") + "." + row.getAs("head"), row.getAs("sentence_mean"));
      }
    }
    return means;
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
  void anotherAnalysisStandsBesideThisOne() {
    open();
    assertThat(page.locator("[data-compared='entropy'] .point").count()).isEqualTo(3 * HEADS);
    page.locator("#differences-of").selectOption("distance");
    Map<String, Double> own = means(analysis, "distance");
    Map<String, Double> others = means(other, "distance");
    List<Locator> shown = page.locator("#differences tbody tr").all();
    assertThat(shown).hasSize(3 * HEADS);
    for (Locator row : shown) {
      String head = row.getAttribute("data-head");
      List<String> cells = row.locator("td").allTextContents();
      double difference = others.get(head) - own.get(head);
      assertThat(Double.parseDouble(cells.get(3))).isCloseTo(difference, within(6e-3));
      double[] interval =
          Stream.of(cells.get(4).split(" to ", -1)).mapToDouble(Double::parseDouble).toArray();
      assertThat("differs".equals(row.getAttribute("class")))
          .isEqualTo(interval[0] > 0 || interval[1] < 0);
    }
  }

  @Test
  void wordsThatSummariesKeepAreBold() {
    open();
    for (Locator sentence : page.locator(".sentence").all()) {
      assertThat(sentence.locator(".kept").allTextContents())
          .isEqualTo(kept.get(sentence.getAttribute("data-id")));
    }
  }
}
