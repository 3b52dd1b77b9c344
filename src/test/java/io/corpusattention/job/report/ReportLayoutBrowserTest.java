package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests how the page adapts to small screens, long sentences and the color scheme of the reader's
 * system.
 */
class ReportLayoutBrowserTest extends ReportInBrowser {
  @Test
  void theMapFillsItsPlaceAndTheKeysReachItsLastCell() {
    open(new Browser.NewPageOptions().setViewportSize(400, 800));
    page.locator(".sentence[data-id='8']").click();
    eventually(page, () -> assertThat(page.locator(".queries .word").count()).isEqualTo(128));
    page.locator("#cells").focus();
    for (int i = 0; i < 130; i++) {
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowDown");
    }
    eventually(
        page,
        () -> {
          BoundingBox place = page.locator("#heatmap").boundingBox();
          BoundingBox map = page.locator("#cells").boundingBox();
          assertThat(map.width).isBetween(0.85 * place.width, place.width);
          assertThat(word(127).getAttribute("aria-selected")).isEqualTo("true");
          assertThat(key(127).getAttribute("aria-selected")).isEqualTo("true");
        });
  }

  @Test
  void thePageFollowsTheColoursOfTheReadersSystem() {
    open(new Browser.NewPageOptions().setColorScheme(ColorScheme.LIGHT));
    String paper =
        "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)[0]";
    String cell = "document.querySelector('#heatmap image').getAttribute('href')";
    page.locator("#heatmap image").waitFor();
    assertThat((Integer) page.evaluate(paper)).isGreaterThan(200);
    Object before = page.evaluate(cell);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    eventually(page, () -> assertThat((Integer) page.evaluate(paper)).isLessThan(60));
    eventually(page, () -> assertThat(page.evaluate(cell)).isNotEqualTo(before));
  }

  @Test
  void longSentencesAndSmallScreensScrollAndDoNotSqueeze() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      open(new Browser.NewPageOptions().setViewportSize(400, 800).setColorScheme(scheme));
      page.locator(".sentence[data-id='8']").click();
      eventually(page, () -> assertThat(page.locator(".queries .word").count()).isEqualTo(128));
      assertThat(word(127).boundingBox().height).isGreaterThanOrEqualTo(20);
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .as("the page itself does not scroll sideways")
          .isLessThanOrEqualTo(400);
      page.close();
    }
  }
}
