package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The Chromium that is installed in /usr/bin, or that the variable CHROMIUM names. Where there is
 * none tests are skipped and say so; with BROWSER_REQUIRED=true in the environment they fail.
 */
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
  private static final String MISSING =
      "Chromium in /usr/bin, or where the variable CHROMIUM points";

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
                    .setArgs(List.of("--no-sandbox"))));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
