package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * A page that is open in a real browser; see {@link Chromium} if there is none. The test fails if
 * the page logs an error, opens a dialog or fetches anything.
 */
abstract class OpenPage {
  private static Chromium chromium;

  Page page;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  void open(Path file, Browser.NewPageOptions options) {
    page = chromium.open(options);
    page.onConsoleMessage(message -> complaints.add("console: " + message.text()));
    page.onPageError(error -> complaints.add("error: " + error));
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(
        request -> {
          if (!request.url().equals(file.toUri().toString())
              && !request.url().matches("(?s)(data|blob):.*")) {
            complaints.add("request: " + request.url());
          }
        });
    page.navigate(file.toUri().toString());
  }

  @AfterEach
  void nobodyComplained() {
    if (page != null) {
      page.close();
    }
    assertThat(complaints).isEmpty();
  }

  /** Returns a word on the left. */
  Locator word(int query) {
    return page.locator(".queries .word[data-query='" + query + "']");
  }

  /** Returns a word on the right. */
  Locator key(int key) {
    return page.locator(".keys .word[data-key='" + key + "']");
  }

  /** Deselects the word that is selected when a page opens. */
  void letGo() {
    word(0).focus();
    page.keyboard().press("Escape");
    page.locator("h1").click();
  }

  /** Draws exactly these heads. Also clicks the squares of other drawn heads to remove them. */
  void drawHeads(List<String> names) {
    for (String drawn :
        page.locator("#chips .chip[data-head]").all().stream()
            .map(chip -> chip.getAttribute("data-head"))
            .toList()) {
      if (!names.contains(drawn)) {
        square(drawn).click();
      }
    }
    for (String name : names) {
      if (!"true".equals(square(name).getAttribute("aria-pressed"))) {
        square(name).click();
      }
    }
  }

  /** Returns the square of a head. */
  Locator square(String name) {
    return page.locator("#picker .square[data-head='" + name + "']");
  }
}
