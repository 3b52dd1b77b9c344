package io.corpusattention.job.run;

import static io.corpusattention.job.run.ClusterRuns.spark;
import static io.corpusattention.job.run.ClusterRuns.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.parquet.hadoop.ParquetOutputCommitter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/**
 * Code that the fault suites share: jobs as processes, a standalone cluster, and an old run that no
 * fault may damage. The system property {@code faults.times} says how often each fault is tried.
 */
@Tag("thorough")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultSuite {
  static final int TIMES = Integer.getInteger("faults.times", 3);

  private final Path folder;
  private ClusterRuns runs;
  private ChildProcesses processes;
  private ChildProcesses cluster;
  private String master;
  private int started;

  FaultSuite(String name) {
    this.folder = Path.of("target", name).toAbsolutePath();
  }

  final ClusterRuns runs() {
    return runs;
  }

  /** Returns the processes of the current test. */
  final ChildProcesses processes() {
    return processes;
  }

  /** Returns the current executors of the cluster. */
  final List<ProcessHandle> executors() {
    return cluster.executors();
  }

  /** Returns a path that no other test of this suite uses. */
  final Path path(String name) {
    return folder.resolve(name + "-" + ++started);
  }

  /** A moment in a run, detected from its folder. */
  enum Moment {
    START,
    MIDDLE,
    END,
    COMMIT;

    boolean isReachedIn(Path run) {
      return switch (this) {
        case START -> Files.exists(run.resolve("_running"));
        case MIDDLE -> ClusterRuns.committedTasks(run) >= ClusterFiles.ROW_GROUPS / 3;
        case END -> ClusterRuns.committedTasks(run) >= ClusterFiles.ROW_GROUPS * 4 / 5;
        case COMMIT -> ClusterRuns.isDecided(run);
      };
    }
  }

  static List<Integer> times() {
    return IntStream.rangeClosed(1, TIMES).boxed().toList();
  }

  @BeforeAll
  void runsOnceInOneProcess() throws IOException {
    runs = new ClusterRuns(folder);
    processes = runs.processes();
    cluster = new ChildProcesses(folder.resolve("cluster"));
  }

  @AfterAll
  void endsTheCluster() {
    cluster.close();
  }

  @AfterEach
  void endsAllProcesses() {
    processes.close();
  }

  /** Returns the address of the cluster that all tests share. */
  final String cluster() throws IOException {
    if (master == null) {
      master = runs.masterWithTwoWorkers(cluster);
    }
    return master;
  }

  static void waitFor(Child job, Moment moment, Path run) {
    job.until(moment + " of its run", () -> moment.isReachedIn(run));
  }

  final Path copyOfTheOldRun() throws IOException {
    Path run = path("run");
    FileUtils.copyDirectory(runs.localRun().toFile(), run.toFile());
    return run;
  }

  final Child attend(String name, String master, Path run, String... more) throws IOException {
    return attend(name, spark(master), with(runs.options(run, runs.sentences()), more));
  }

  /** Starts a run over an old one, whose files this class commits. */
  final Child attendCommittedBy(
      Class<? extends ParquetOutputCommitter> committer, String name, Path run) throws IOException {
    List<String> spark =
        with(
            spark("local[2]"),
            "--driver-class-path",
            Path.of("target", "test-classes").toAbsolutePath().toString(),
            "--conf",
            "spark.sql.parquet.output.committer.class=" + committer.getName());
    return attend(name, spark, with(runs.options(run, runs.sentences()), "--mode", "overwrite"));
  }

  final Child attend(String name, List<String> spark, List<String> options) throws IOException {
    return processes.attend(name + "-" + started, spark, options);
  }

  static void command(String... command) throws IOException, InterruptedException {
    assertThat(run(command)).as(String.join(" ", command)).isZero();
  }

  static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }

  /** Verifies that the error stream has exactly one line apart from routine log lines. */
  static void oneLine(Child job, String start) {
    assertThat(
            job.stderr()
                .lines()
                .filter(
                    line ->
                        !line.matches("\\d\\d:\\d\\d:\\d\\d INFO .*|WARNING: Using incubator .*")))
        .as(job::transcript)
        .singleElement()
        .asString()
        .startsWith(start);
  }
}
