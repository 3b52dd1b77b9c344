package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests the sentences of a model with several layers: heads, the selected word, search, numbers.
 */
class ModelSentencesBrowserTest extends ModelInBrowser {
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
  void whatThePointerIsOverInOnePictureIsMarkedInTheOther() {
    open();
    choosePieces();
    letGo();
    word(2).hover();
    eventually(
        page,
        () -> assertThat(page.locator("#heatmap .row.active").textContent()).isEqualTo(label(2)));
    key(3).hover();
    eventually(
        page,
        () -> {
          assertThat(page.locator("#heatmap .column.active").textContent()).isEqualTo(label(3));
          assertThat(page.locator("#heatmap .row.active").count()).isZero();
        });
    BoundingBox cells = page.locator("#cells").boundingBox();
    int n = page.locator(".queries .word").count();
    page.locator("#cells")
        .hover(
            new Locator.HoverOptions()
                .setPosition(cells.width * 1.5 / n, cells.height * 2.5 / n)); // query 2, key 1
    eventually(
        page,
        () -> {
          assertThat(word(2).getAttribute("aria-selected")).isEqualTo("true");
          assertThat(key(1).getAttribute("aria-selected")).isEqualTo("true");
          assertThat(page.locator("#tip").textContent())
              .startsWith(word(2).getAttribute("aria-label") + " → ");
        });
  }

  /** Returns the label of a row in the heat map. */
  private String label(int query) {
    return page.locator("#heatmap .row").nth(query).textContent();
  }
}
