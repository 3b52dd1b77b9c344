package io.corpusattention.job.report;

import static io.corpusattention.job.report.Chromium.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the page fits small screens and long sentences, and the colours of the reader's system. */
class ReportLayoutBrowserTest extends ReportInBrowser {
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
