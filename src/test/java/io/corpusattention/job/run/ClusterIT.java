package io.corpusattention.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests runs on clusters and after killed processes, with real processes and real kills. */
@Tag("thorough")
class ClusterIT {
  private static final Path FOLDER = Path.of("target", "cluster-it").toAbsolutePath();

  private static ClusterRuns runs;

  private final ChildProcesses processes = runs.processes();

  @BeforeAll
  static void runsOnceInOneProcess() throws IOException {
    runs = new ClusterRuns(FOLDER);
  }

  @AfterEach
  void endsAllProcesses() {
    processes.close();
  }

  @Test
  void executorsInProcessesOfTheirOwnGiveTheSameBits() throws IOException {
    Path run = FOLDER.resolve("local-cluster-run");

    Child job =
        processes.attend(
            "local-cluster",
            // The driver computes nothing, so its kernel does not matter.
            ClusterRuns.with(
                ClusterRuns.spark("local-cluster[2,1,1024]"),
                "--conf",
                "spark.driver.extraJavaOptions=-Dcorpusattention.kernel=scalar"),
            runs.options(run, runs.sentences()));

    ClusterRuns.succeeds(job, run);
    assertThat(job.stderr()).doesNotContain("scalar");
    assertThat(Files.readString(run.resolve("run.json")))
        .containsPattern("\"kernels\" : \\[ \"simd[^\"]*\" \\]");
    runs.sameBitsAsTheLocalRun(run);
  }

  @Test
  void anExecutorKilledInTheMiddleLosesNothing() throws IOException {
    Path run = FOLDER.resolve("killed-executor-run");
    Path events = Files.createDirectories(FOLDER.resolve("events"));
    String master = runs.masterWithTwoWorkers(processes);
    List<String> spark = new ArrayList<>(ClusterRuns.spark(master));
    for (String setting :
        List.of(
            "spark.executor.memory=1g",
            "spark.cores.max=2",
            "spark.scheduler.minRegisteredResourcesRatio=1",
            "spark.speculation=true",
            "spark.speculation.interval=10ms",
            "spark.speculation.quantile=0.1",
            "spark.speculation.multiplier=0.5",
            "spark.speculation.minTaskRuntime=1ms",
            "spark.speculation.efficiency.enabled=false",
            "spark.eventLog.enabled=true",
            "spark.eventLog.dir=" + events.toUri(),
            "spark.eventLog.compress=false",
            "spark.eventLog.rolling.enabled=false")) {
      spark.addAll(List.of("--conf", setting));
    }

    Child job = processes.attend("killed-executor", spark, runs.options(run, runs.sentences()));
    job.until(
        "a third of its tasks",
        () -> ClusterRuns.committedTasks(run) >= ClusterFiles.ROW_GROUPS / 3);
    List<ProcessHandle> executors = processes.executors();
    assertThat(executors).as(job::transcript).hasSize(2);
    assertThat(executors.get(0).destroyForcibly()).isTrue();

    ClusterRuns.succeeds(job, run);
    // This shows that the kill hit a running task and that tasks had second copies.
    assertThat(Files.readString(onlyFileIn(events)))
        .contains("\"Reason\":\"ExecutorLostFailure\"")
        .contains("\"Speculative\":true");
    runs.sameBitsAsTheLocalRun(run);
  }

  @Test
  void aKilledDriverLeavesNoFinishedRunAndTheNextRunClearsUpAfterIt() throws IOException {
    Path run = FOLDER.resolve("killed-driver-run");
    List<String> options = runs.options(run, runs.sentences());

    Child killed = processes.attend("killed-driver", ClusterRuns.spark("local[2]"), options);
    killed.until(
        "a third of its tasks",
        () -> ClusterRuns.committedTasks(run) >= ClusterFiles.ROW_GROUPS / 3);
    killed.kill();
    assertThat(ClusterRuns.names(run)).as(killed::transcript).containsExactly("_running");

    Child refused = processes.attend("refused", ClusterRuns.spark("local[2]"), options);
    assertThat(refused.exitCode()).as(refused::transcript).isEqualTo(2);
    assertThat(refused.stderr())
        .containsPattern("(?m)^error: --output .*holds a run that did not finish, it died");
    assertThat(ClusterRuns.names(run)).as("what the refused run found").containsExactly("_running");

    Child overwrites =
        processes.attend(
            "overwrites",
            ClusterRuns.spark("local[2]"),
            ClusterRuns.with(options, "--mode", "overwrite"));
    ClusterRuns.succeeds(overwrites, run);
    runs.sameBitsAsTheLocalRun(run);
  }

  @Test
  void anOverwriteThatFailsLeavesTheOldRunAsItWas() throws IOException {
    Path run = FOLDER.resolve("old-run");
    FileUtils.copyDirectory(runs.localRun().toFile(), run.toFile());
    Path sentences = FOLDER.resolve("sentences-one-bad");
    FileUtils.copyDirectory(runs.sentences().toFile(), sentences.toFile());
    // The smallest file of all, so that its task comes last.
    ClusterFiles.writeBadSentence(sentences.resolve("part-bad.parquet"), ClusterFiles.SENTENCES);
    SortedMap<String, String> before = contents(run);

    Child fails =
        processes.attend(
            "bad-record",
            ClusterRuns.spark("local[2]"),
            ClusterRuns.with(runs.options(run, sentences), "--mode", "overwrite"));

    assertThat(fails.exitCode()).as(fails::transcript).isEqualTo(2);
    assertThat(fails.stderr())
        .containsPattern("(?m)^error: record " + ClusterFiles.SENTENCES + ": ");
    assertThat(contents(run)).as(fails::transcript).isEqualTo(before);
  }

  private static Path onlyFileIn(Path folder) throws IOException {
    assertThat(ClusterRuns.names(folder)).hasSize(1);
    return folder.resolve(ClusterRuns.names(folder).get(0));
  }

  /** Returns everything below a folder, including subfolders, with the bytes of the files. */
  private static SortedMap<String, String> contents(Path folder) throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        contents.put(
            folder.relativize(path).toString(),
            Files.isDirectory(path) ? "a folder" : sha256(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
