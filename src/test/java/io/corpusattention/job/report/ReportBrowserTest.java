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

/** Tests what the page shows and how it responds to pointers and keys. */
class ReportBrowserTest extends ReportInBrowser {
  /**
   * Returns the lines that are drawn, all at one word: their weights by the word at the other end.
   */
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

  /** Compares the lines that are drawn, all from one query, with a head's row of the table. */
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

  /** Returns a weight of the table; for head -1, the mean over heads. */
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
    letGo();
    drawHeads(List.of());
    word(3).click();
    assertLinesOf(3, -1);
    for (int head = 0; head < HEADS; head++) {
      drawHeads(List.of("" + head));
      page.locator("h1").hover(); // the word stays selected
      assertLinesOf(3, head);
    }
    word(3).click(); // deselects the word
    page.locator("h1").hover();
    eventually(
        page, () -> assertThat(page.locator("#lines .link").count()).isGreaterThan(TOKENS.size()));
  }

  @Test
  void aWordOnTheRightHasTheLinesThatComeToIt() {
    open(new Browser.NewPageOptions());
    drawHeads(List.of("1"));
    key(4).click();
    eventually(
        page,
        () -> {
          Map<Integer, Double> drawn = drawn("data-key", 4, "data-query");
          for (int query = 0; query < TOKENS.size(); query++) {
            double weight = expected(1, query, 4);
            assertThat(drawn.getOrDefault(query, 0.0)).isCloseTo(weight, within(2e-5));
            Locator shown = word(query).locator(".weight");
            assertThat(shown.count() == 0 ? 0 : Double.parseDouble(shown.textContent()))
                .isCloseTo(weight, within(0.0051));
          }
        });
  }

  @Test
  void keysGoFromWordToWordAndFromCellToCell() {
    open(new Browser.NewPageOptions());
    letGo();
    drawHeads(List.of());
    word(0).focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    assertLinesOf(2, -1);
    page.keyboard().press("Enter");
    page.keyboard().press("ArrowRight"); // to the other side
    eventually(
        page,
        () ->
            assertThat(key(2).evaluate("word => word === document.activeElement")).isEqualTo(true));
    page.locator("#cells").focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    eventually(
        page,
        () -> {
          String shown = page.locator("#tip").textContent();
          double value = Double.parseDouble(shown.substring(shown.lastIndexOf(' ') + 1));
          assertThat(value).isCloseTo(expected(-1, 1, 2), within(1e-3));
          // The cell's words are marked in the other picture, too.
          assertThat(word(1).getAttribute("aria-selected")).isEqualTo("true");
          assertThat(key(2).getAttribute("aria-selected")).isEqualTo("true");
        });
  }

  @Test
  void tokensAreShownAndNothingOfThemRuns() {
    open(new Browser.NewPageOptions());
    assertThat(page.title()).isEqualTo("Attention report");
    assertThat(name(0)).isEqualTo(TOKENS.get(0));
    assertThat(name(2)).isEqualTo(TOKENS.get(2));
    assertThat(name(5)).isEqualTo("שלום");
    assertThat(name(6)).isEqualTo("‹U+202E›gnp");
    assertThat(name(7)).isEqualTo(TOKENS.get(7));
    assertThat(name(8)).isEqualTo("‹U+200B›");
    assertThat(name(9)).isEqualTo("a‹U+0007›b");
    assertThat(name(10)).isEqualTo("‹empty›");
    assertThat(name(11)).isEqualTo("&amp;");
    assertThat(text(0)).startsWith("<scr").endsWith("…"); // cut to its column
    assertThat(text(6)).isEqualTo("‹U+202E›gnp");
    assertThat(text(11)).isEqualTo("&amp;");
    assertThat(page.locator("#sentences img, #model img, #words-part img").count()).isZero();
  }

  /**
   * Returns what a screen reader says for a word and what is drawn, without the marks around it.
   */
  private String name(int query) {
    return plain(word(query).getAttribute("aria-label"));
  }

  private String text(int query) {
    return plain(word(query).locator(".token").textContent());
  }

  private static String plain(String isolated) {
    assertThat(isolated).startsWith("\u2068").endsWith("\u2069");
    return isolated.substring(1, isolated.length() - 1);
  }

  @Test
  void theCorpusHasAPanelForEachStatisticAndItsFiguresOnHover() {
    open(new Browser.NewPageOptions());
    Locator entropy = page.locator(".strip[data-statistic='entropy']");
    assertThat(entropy.locator(".mean").count()).isEqualTo(HEADS);
    entropy.locator(".hit").nth(1).hover();
    eventually(page, () -> assertThat(page.locator("#tip").textContent()).startsWith("head 1"));
    assertThat(page.locator("#divergences svg").count()).isEqualTo(1);
    assertThat(page.locator("#links tbody tr").count()).isPositive();
    assertThat(page.locator("#lengths .bar").count()).isPositive();
  }
}
