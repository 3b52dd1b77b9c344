package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.corpusattention.job.run.ChildProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The Chromium browser in /usr/bin, or the one that the variable CHROMIUM names. If there is none,
 * tests are skipped with a message; with BROWSER_REQUIRED=true in the environment they fail.
 */
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
  private static final String MISSING =
      "Chromium in /usr/bin, or where the variable CHROMIUM points";

  private static final double PATIENCE = ChildProcesses.PATIENCE.toMillis();

  static Chromium start() {
    Optional<Path> executable =
        Stream.of(
                System.getenv("CHROMIUM"),
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome")
            .filter(Objects::nonNull)
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (!"true".equals(System.getenv("BROWSER_REQUIRED"))) {
      Assumptions.assumeTrue(executable.isPresent(), "skipped: no " + MISSING);
    }
    assertThat(executable).as(MISSING).isPresent();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable.get())
                    .setTimeout(PATIENCE)
                    .setArgs(List.of("--no-sandbox"))));
  }

  /** Opens a new page with the timeouts of the tests. */
  Page open(Browser.NewPageOptions options) {
    Page page = browser.newPage(options);
    page.setDefaultTimeout(PATIENCE);
    page.setDefaultNavigationTimeout(PATIENCE);
    return page;
  }

  /**
   * Retries an assertion, because a page responds to keys, pointers and color schemes with a delay.
   */
  static void eventually(Page page, Runnable assertion) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError | NumberFormatException e) { // not there yet
        if (System.nanoTime() > deadline) {
          throw e;
        }
        page.waitForTimeout(20);
      }
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
