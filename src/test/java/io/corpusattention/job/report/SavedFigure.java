package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Saves a figure of a page with a click. */
final class SavedFigure {
  /** A browser may block one of many downloads from a page. A user then clicks again. */
  private static final int CLICKS = 3;

  private SavedFigure() {}

  private static Download click(Page page, Locator button) {
    var patience = new Page.WaitForDownloadOptions().setTimeout(30_000);
    for (int i = 1; i < CLICKS; i++) {
      try {
        return page.waitForDownload(patience, button::click);
      } catch (TimeoutError e) {
        page.locator("h1").click();
      }
    }
    return page.waitForDownload(patience, button::click);
  }

  /**
   * Saves the figure and verifies that the SVG file has text, all inside the picture, and no
   * scripts.
   */
  static void assertSvg(Page page, Locator button) throws Exception {
    Download download = click(page, button);
    assertThat(download.suggestedFilename()).endsWith(".svg");
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(download.path().toFile());
    Element svg = document.getDocumentElement();
    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    String label = button.getAttribute("aria-label");
    if (label.contains(": save")) {
      assertThat(svg.getTextContent()).endsWith(label.substring(0, label.lastIndexOf(": save")));
    } else {
      assertThat(document.getElementsByTagName("text").getLength()).isPositive();
    }
  }

  /** Saves the figure and verifies that the PNG file is not blank. */
  static void assertPng(Page page, Locator button) throws Exception {
    Download download = click(page, button);
    assertThat(download.suggestedFilename()).endsWith(".png");
    var image = ImageIO.read(download.path().toFile());
    assertThat(image.getWidth()).isGreaterThan(200);
    long colors =
        IntStream.range(0, image.getWidth() * image.getHeight())
            .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
            .distinct()
            .limit(10)
            .count();
    assertThat(colors).as("something is drawn").isGreaterThan(5);
  }
}
