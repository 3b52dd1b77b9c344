package io.corpusattention.job.run;

import static io.corpusattention.job.run.ClusterRuns.spark;
import static io.corpusattention.job.run.ClusterRuns.succeeds;
import static io.corpusattention.job.run.ClusterRuns.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that a job that gets a signal stops soon, says so, and leaves the previous run. */
class SignalsIT extends FaultSuite {
  private static final String STOPPING =
      "stopping and removing unfinished output; a second Ctrl-C or SIGTERM ends the job at once";
  private static final String STOPPED =
      "error: stopped by a signal; its output folder holds what it held before";
  private static final String LEFT =
      "error: stopped by a signal; what it has written lies in _running in the output folder until"
          + " the next run";

  /**
   * The maximum time for a stop on a busy machine. A job waits 30 s for tasks that go on, and 40 s
   * for a commit.
   */
  private static final double SECONDS = 20;

  SignalsIT() {
    super("signals-it");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalClearsUpAndSaysSo(String signal, int exitCode) throws Exception {
    for (int time = 0; time < TIMES; time++) {
      Path run = copyOfTheOldRun();
      Child job = attend("signalled", "local[2]", run, "--mode", "overwrite");
      waitFor(job, Moment.MIDDLE, run);
      ends(job, signal, exitCode);
      assertThat(lines(job)).as(job::transcript).containsExactly(STOPPING, STOPPED);
      isTheOldRun(run);
    }
  }

  /** A single task computes the whole text, which takes minutes. */
  @ParameterizedTest
  @MethodSource("times")
  void aTaskEndsInTheMiddleOfItsWork(int time) throws Exception {
    Path run = path("run");
    List<String> options = with(longText(run), "--verbose");
    Child job = attend("one-task", spark("local[2]"), options);
    job.until("a file of its task", () -> isWritten(run));
    ends(job, "TERM", 143);
    assertThat(job.stderr()).contains("Executor killed task", STOPPING, STOPPED);
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("times")
  void onATerminalCtrlCErasesTheProgressForGood(int time) throws Exception {
    Path run = path("run");
    String command =
        "env --default-signal=INT SPARK_SUBMIT_ARGS='--master local[2]' jobs/attend "
            + String.join(" ", longText(run));
    Child job = processes().program("terminal-" + time, "script", "-qec", command, "/dev/null");
    Pattern counted = Pattern.compile("[1-9][0-9,]* sentences");
    job.until("its progress", () -> counted.matcher(job.stdout()).find());
    long start = System.nanoTime();
    try (OutputStream keyboard = job.process().getOutputStream()) {
      keyboard.write(3);
      keyboard.flush();
      assertThat(job.exitCode()).as(job::transcript).isEqualTo(130);
    }
    assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(SECONDS);
    String shown = job.stdout();
    assertThat(shown.substring(shown.indexOf("^C")))
        .isEqualTo("^C\r\u001b[K" + STOPPING + "\r\n\r\u001b[K" + STOPPED + "\r\n");
    assertThat(run).doesNotExist();
  }

  /** For example, the storage does not answer, so that a commit does not end. */
  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSecondSignalEndsTheJobAtOnceAndHarmsNothing(String signal, int exitCode) throws Exception {
    for (int time = 0; time < TIMES; time++) {
      Path run = copyOfTheOldRun();
      Child job = attendCommittedBy(StuckCommitter.class, "stuck", run);
      job.until("its commit", () -> job.stderr().contains(StuckCommitter.SAID));
      send(job, "TERM");
      job.until("its first line", () -> job.stderr().contains(STOPPING));
      Thread.sleep(1000); // a second signal within half a second counts as the first one
      ends(job, signal, exitCode);
      assertThat(lines(job)).as(job::transcript).containsExactly(STOPPING, LEFT);
      runs().sameBitsAsTheLocalRun(run);

      succeeds(attend("after", "local[2]", run, "--mode", "overwrite"), run);
      runs().sameBitsAsTheLocalRun(run);
    }
  }

  private static void send(Child job, String signal) throws Exception {
    command("bash", "-c", "kill -" + signal + " " + job.process().pid());
  }

  private static void ends(Child job, String signal, int exitCode) throws Exception {
    long start = System.nanoTime();
    send(job, signal);
    assertThat(job.exitCode()).as(job::transcript).isEqualTo(exitCode);
    assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(SECONDS);
  }

  /** Returns the job's own lines about its end. */
  private static List<String> lines(Child job) {
    return job.stderr()
        .lines()
        .filter(line -> line.startsWith("stopping") || line.startsWith("error"))
        .toList();
  }

  private void isTheOldRun(Path run) throws IOException {
    assertThat(ClusterRuns.names(run)).containsExactly("_SUCCESS", "attention", "run.json");
    runs().sameBitsAsTheLocalRun(run);
  }

  /** Returns options for a model and a text in one compressed file, which only one task reads. */
  private List<String> longText(Path run) throws IOException {
    Path text = run.resolveSibling(run.getFileName() + ".txt.gz");
    byte[] line =
        "The cat sat on the mat, and the dog lay under it.\n".getBytes(StandardCharsets.UTF_8);
    try (OutputStream lines = new GZIPOutputStream(Files.newOutputStream(text))) {
      for (int i = 0; i < 2_000_000; i++) {
        lines.write(line);
      }
    }
    Path model = Path.of("src/test/resources/encoders/gelu").toAbsolutePath();
    return List.of(
        "--model",
        model.toString(),
        "--input",
        text.toString(),
        "--attention",
        "none",
        "--hidden",
        "mean",
        "--output",
        run.toString());
  }

  private static boolean isWritten(Path run) {
    try (Stream<Path> files = Files.walk(run.resolve("_running"))) {
      return files.anyMatch(file -> file.toString().endsWith(".parquet"));
    } catch (IOException | UncheckedIOException notYet) {
      return false;
    }
  }
}
