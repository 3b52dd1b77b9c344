package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Verifies that a click saves each figure of a page. */
class ModelSavingBrowserTest extends ModelInBrowser {
  /** The selectors of one figure of each kind. */
  private static final List<String> KINDS =
      List.of(
          "[data-figure='lines']",
          "[data-figure='heatmap']",
          "#grid-card",
          "#head-card",
          "[data-statistic='entropy'].strip",
          "[data-compared='entropy']",
          "#divergences > :first-child",
          "#lengths-body");

  @Test
  void everyFigureHasItsButtons() {
    open();
    int figures = page.locator("main svg:has(text):not(.key svg)").count();
    assertThat(figures)
        .isEqualTo(
            5 // lines, heat map, grid, offsets, lengths
                + page.locator(".strip, .scatter").count()
                + page.locator("#divergences h4").count());
    for (String kind : List.of("SVG", "PNG")) {
      assertThat(page.locator(".saving [aria-label$='ave as " + kind + "']").count())
          .isEqualTo(figures);
    }
  }

  @Test
  void figuresAreSavedAsSvg() throws Exception {
    open();
    for (String where : KINDS) {
      SavedFigure.assertSvg(page, page.locator(where + " [aria-label$='ave as SVG']"));
    }
  }

  @Test
  void figuresAreSavedAsPng() throws Exception {
    open();
    for (String where : KINDS) {
      SavedFigure.assertPng(page, page.locator(where + " [aria-label$='ave as PNG']"));
    }
  }
}
