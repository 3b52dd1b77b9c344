package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each figure of a page is saved by a click. */
class ModelSavingBrowserTest extends ModelInBrowser {
  @Test
  void everyFigureIsSavedAsSvg() throws Exception {
    open();
    List<Locator> buttons = page.locator(".saving [aria-label$='ave as SVG']").all();
    for (Locator button : buttons) {
      SavedFigure.assertSvg(page, button);
    }
    // Lines, heat map, grid, offsets, lengths; then a chart for each statistic, for each that is
    // compared, and for each layer's divergences.
    assertThat(buttons)
        .hasSize(
            5 + page.locator(".strip, .scatter").count() + page.locator("#divergences h4").count());
    assertThat(page.locator("main svg:has(text):not(.key svg)").count()).isEqualTo(buttons.size());
  }

  @Test
  void figuresAreSavedAsPng() throws Exception {
    open();
    for (String where :
        List.of(
            "[data-figure='lines']",
            "[data-figure='heatmap']",
            "#grid-card",
            "#head-card",
            "[data-statistic='entropy'].strip",
            "[data-compared='entropy']",
            "#divergences > :first-child",
            "#lengths-body")) {
      SavedFigure.assertPng(page, page.locator(where + " [aria-label$='ave as PNG']"));
    }
  }
}
