package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page shows, and how it answers pointers and keys. */
class ReportBrowserTest extends ReportInBrowser {
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
}
