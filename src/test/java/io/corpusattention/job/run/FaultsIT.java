package io.corpusattention.job.run;

import static io.corpusattention.job.run.ClusterRuns.spark;
import static io.corpusattention.job.run.ClusterRuns.succeeds;
import static io.corpusattention.job.run.ClusterRuns.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests unattended runs while processes are really killed and really suspended. No sentence may be
 * lost, duplicated or silently wrong, and no finished run may be damaged.
 */
class FaultsIT extends FaultSuite {
  /** The number of copies of the sentences in runs that must take a while. */
  private static final int COPIES = 8;

  FaultsIT() {
    super("faults-it");
  }

  static List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    for (int time = 0; time < TIMES; time++) {
      moments.addAll(List.of(Moment.values()));
    }
    return moments;
  }

  /** Returns the moments of tasks. Executors are not involved in the commit. */
  static List<Moment> momentsOfTasks() {
    return moments().stream().filter(moment -> moment != Moment.COMMIT).toList();
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aDriverThatIsKilledHarmsNothing(Moment moment) throws IOException {
    Path run = copyOfTheOldRun();
    Child killed = attend("killed-driver", cluster(), run, "--mode", "overwrite");
    waitFor(killed, moment, run);
    killed.kill();

    // The old run is whole, or the new one is: they hold the same sentences.
    runs().sameBitsAsTheLocalRun(run);

    Child next =
        ClusterRuns.afterDeath(() -> attend("after", cluster(), run, "--mode", "overwrite"));
    succeeds(next, run);
    runs().sameBitsAsTheLocalRun(run);
  }

  @ParameterizedTest
  @MethodSource("momentsOfTasks")
  void anExecutorThatIsKilledLosesNothing(Moment moment) throws IOException {
    Path run = path("run");
    Child job = attend("killed-executor", cluster(), run);
    waitFor(job, moment, run);
    job.until("an executor", () -> !executors().isEmpty());
    executors().get(0).destroyForcibly();
    succeeds(job, run);
    runs().sameBitsAsTheLocalRun(run);
  }

  @ParameterizedTest
  @MethodSource("times")
  void ofTwoJobsOnOneOutputTheSecondIsRefused(int time) throws IOException {
    Path run = copyOfTheOldRun();
    Child first =
        attend("first", spark("local[1]"), with(manySentences(run), "--mode", "overwrite"));
    waitFor(first, Moment.START, run);
    Child error = attend("second", "local[1]", run);
    Child overwrite = attend("third", "local[1]", run, "--mode", "overwrite");
    for (Child second : List.of(error, overwrite)) {
      assertThat(second.exitCode()).as(second::transcript).isEqualTo(2);
      assertThat(second.stderr())
          .containsPattern(
              "(?m)^error: --output .*: a job is running there, started at 20.* on host ");
    }
    assertThat(first.exitCode()).as(first::transcript).isZero();
    assertThat(sentences(run)).isEqualTo(COPIES * ClusterFiles.SENTENCES);
  }

  /**
   * For example, a suspended machine. Another run takes over its folder, and it must not write
   * there again.
   */
  @ParameterizedTest
  @MethodSource("times")
  void aDriverThatStoodStillForAMinutePutsNothingInPlace(int time) throws Exception {
    Path run = copyOfTheOldRun();
    Child first =
        attend("still", spark("local[1]"), with(manySentences(run), "--mode", "overwrite"));
    waitFor(first, Moment.MIDDLE, run);
    command("kill", "-STOP", Long.toString(first.process().pid()));
    try {
      TimeUnit.SECONDS.sleep(61);
      Child second = attend("second", "local[1]", run, "--mode", "overwrite");
      succeeds(second, run);
    } finally {
      command("kill", "-CONT", Long.toString(first.process().pid()));
    }
    assertThat(first.exitCode()).as(first::transcript).isEqualTo(3);
    assertThat(first.stderr()) // after the warning that the claim was not refreshed
        .containsPattern("(?m)^error: this run has lost its folder")
        .doesNotContain("\tat ");
    runs().sameBitsAsTheLocalRun(run);
  }

  /**
   * The pause is longer than Spark waits for an executor, which in local mode is the driver itself.
   */
  @ParameterizedTest
  @MethodSource("times")
  void aMachineThatWasSuspendedGoesOnWhereItWas(int time) throws Exception {
    Path run = copyOfTheOldRun();
    Child job =
        attend("suspended", spark("local[1]"), with(manySentences(run), "--mode", "overwrite"));
    waitFor(job, Moment.MIDDLE, run);
    command("kill", "-STOP", Long.toString(job.process().pid()));
    try {
      TimeUnit.SECONDS.sleep(130);
    } finally {
      command("kill", "-CONT", Long.toString(job.process().pid()));
    }
    assertThat(job.exitCode()).as(job::transcript).isZero();
    assertThat(sentences(run)).isEqualTo(COPIES * ClusterFiles.SENTENCES);
  }

  /** Returns the options of a run that takes a while. */
  private List<String> manySentences(Path run) throws IOException {
    Path sentences = path("many");
    for (int copy = 0; copy < COPIES; copy++) {
      FileUtils.copyDirectory(
          runs().sentences().toFile(), sentences.resolve("copy" + copy).toFile());
    }
    return runs().options(run, sentences.resolve("*"));
  }

  /** Returns the number of sentences that another job finds in a run. */
  private long sentences(Path run) throws IOException {
    Path analysis = path("analysis");
    Child reader =
        processes()
            .job(
                "analyze",
                analysis.getFileName().toString(),
                spark("local[2]"),
                List.of("--input", run.toString(), "--output", analysis.toString()));
    assertThat(reader.exitCode()).as(reader::transcript).isZero();
    return new ObjectMapper()
        .readTree(analysis.resolve("run.json").toFile())
        .at("/counts/written")
        .asLong();
  }
}
