package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests writing a page or figures to a disk that is really full. */
class ReportDiskTest extends ReportRuns {
  private static final Path DISK = Path.of("target", "report-disk").toAbsolutePath();

  /**
   * Returns whether a separate disk can be mounted, which needs rights that not every machine
   * gives.
   */
  static boolean canMount() throws InterruptedException {
    try {
      Files.createDirectories(DISK);
      return mount() == 0 && unmount() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  private static int mount() throws IOException, InterruptedException {
    return run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", DISK.toString());
  }

  private static int unmount() throws IOException, InterruptedException {
    return run("umount", DISK.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }

  @Test
  @EnabledIf("canMount")
  void aFullDiskIsTheSurroundingsFaultAndNothingIsLeft() throws Exception {
    String table = attend("table", "--limit", "12").toString();
    assertThat(mount()).isZero();
    try {
      CommandRun page =
          CommandRun.of(
              "report", "--input", table, "--output", DISK.resolve("page.html").toString());
      assertThat(page.exitCode()).as(page.err()).isEqualTo(3);
      assertThat(page.err()).contains("error: a disk is full").doesNotContain("\tat ");
      assertThat(DISK).isEmptyDirectory();
      CommandRun figures =
          CommandRun.of(
              "report",
              "--input",
              table,
              "--output",
              temp.resolve("page.html").toString(),
              "--figures",
              DISK.resolve("figures").toString());
      assertThat(figures.exitCode()).as(figures.err()).isEqualTo(3);
      assertThat(figures.err()).contains("error: a disk is full");
    } finally {
      assertThat(unmount()).isZero();
    }
  }
}
