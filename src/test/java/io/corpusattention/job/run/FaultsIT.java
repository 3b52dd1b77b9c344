package io.corpusattention.job.run;

import static io.corpusattention.job.run.ClusterRuns.spark;
import static io.corpusattention.job.run.ClusterRuns.succeeds;
import static io.corpusattention.job.run.ClusterRuns.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens to a run at night: processes are really killed, disks are really full. No sentence
 * is lost, doubled or silently wrong, and no finished run is harmed. Every fault is tried as often
 * as the system property {@code faults.times} says.
 */
@Tag("thorough")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private static final Path FOLDER = Path.of("target", "faults-it").toAbsolutePath();
  private static final int TIMES = Integer.getInteger("faults.times", 1);

  /** Of the sentences, where a run shall last. */
  private static final int COPIES = 8;

  private static final Path SMALL_DISK = FOLDER.resolve("small-disk");
  private static final String[] MOUNT = {
    "mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", SMALL_DISK.toString()
  };
  private static final String[] UNMOUNT = {"umount", SMALL_DISK.toString()};

  private ClusterRuns runs;
  private ChildProcesses processes;
  private int started;

  /** A moment of a run, told from its folder. */
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

  static List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    for (int time = 0; time < TIMES; time++) {
      moments.addAll(List.of(Moment.values()));
    }
    return moments;
  }

  static List<Integer> times() {
    List<Integer> times = new ArrayList<>();
    for (int time = 1; time <= TIMES; time++) {
      times.add(time);
    }
    return times;
  }

  @BeforeAll
  void runsOnceInOneProcess() throws IOException {
    runs = new ClusterRuns(FOLDER);
    processes = runs.processes();
  }

  @AfterEach
  void endsAllProcesses() {
    processes.close();
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aDriverThatIsKilledHarmsNothing(Moment moment) throws IOException {
    Path run = copyOfTheOldRun();
    Child killed = attend("killed-driver", "local[2]", run, "--mode", "overwrite");
    waitFor(killed, moment, run);
    killed.kill();

    // The old run is whole, or the new one is: they hold the same sentences.
    assertThat(sentences(run)).isEqualTo(ClusterFiles.SENTENCES);

    Child next = attend("after", "local[2]", run, "--mode", "overwrite");
    succeeds(next, run);
    runs.sameBitsAsTheLocalRun(run);
  }

  @ParameterizedTest
  @MethodSource("moments")
  void anExecutorThatIsKilledLosesNothing(Moment moment) throws IOException {
    if (moment == Moment.COMMIT) { // executors have nothing to do with it
      return;
    }
    Path run = FOLDER.resolve("run-" + ++started);
    String master = runs.masterWithTwoWorkers(processes);
    Child job = attend("killed-executor", master, run);
    waitFor(job, moment, run);
    processes.executors().stream().limit(1).forEach(ProcessHandle::destroyForcibly);
    succeeds(job, run);
    runs.sameBitsAsTheLocalRun(run);
  }

  @ParameterizedTest
  @MethodSource("times")
  void ofTwoJobsOnOneOutputTheSecondIsRefused(int time) throws IOException {
    Path run = copyOfTheOldRun();
    Path sentences = FOLDER.resolve("many-" + started);
    for (int copy = 0; copy < COPIES; copy++) { // so that the first job lasts
      FileUtils.copyDirectory(runs.sentences().toFile(), sentences.resolve("copy" + copy).toFile());
    }
    List<String> options = with(runs.options(run, sentences.resolve("*")), "--mode", "overwrite");
    Child first = processes.attend("first-" + started, spark("local[1]"), options);
    waitFor(first, Moment.START, run);
    Child error = attend("second", "local[1]", run);
    Child overwrite = attend("third", "local[1]", run, "--mode", "overwrite");
    for (Child second : List.of(error, overwrite)) {
      assertThat(second.exitCode()).as(second::transcript).isEqualTo(2);
      assertThat(second.stderr())
          .containsPattern("(?m)^error: --output .*: a job is running there, since 20.*, on host ");
    }
    assertThat(first.exitCode()).as(first::transcript).isZero();
    assertThat(sentences(run)).isEqualTo(COPIES * ClusterFiles.SENTENCES);
  }

  @ParameterizedTest
  @MethodSource("times")
  void anInputThatIsCutShortIsToldAndLeavesTheOldRun(int time) throws IOException {
    Path run = copyOfTheOldRun();
    Path sentences = FOLDER.resolve("cut-" + started);
    FileUtils.copyDirectory(runs.sentences().toFile(), sentences.toFile());
    try (var files = Files.newDirectoryStream(sentences, "*.parquet")) {
      Path file = files.iterator().next();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() * time / (TIMES + 1));
      }
    }
    Child job =
        processes.attend(
            "cut-" + started,
            spark("local[2]"),
            with(runs.options(run, sentences), "--mode", "overwrite"));
    assertThat(job.exitCode()).as(job::transcript).isEqualTo(2);
    oneLine(job, "error: --input ");
    runs.sameBitsAsTheLocalRun(run);
    assertThat(ClusterRuns.names(run)).containsExactly("_SUCCESS", "attention", "run.json");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalClearsUpAndSaysSo(String signal, int exitCode) throws Exception {
    for (int time = 0; time < TIMES; time++) {
      Path run = copyOfTheOldRun();
      Child job = attend("signalled", "local[2]", run, "--mode", "overwrite");
      waitFor(job, Moment.MIDDLE, run);
      long start = System.nanoTime();
      command("bash", "-c", "kill -" + signal + " " + job.process().pid());
      assertThat(job.exitCode()).as(job::transcript).isEqualTo(exitCode);
      assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(60);
      oneLine(job, "error: stopped by a signal; its output folder holds what it held before");
      assertThat(ClusterRuns.names(run)).containsExactly("_SUCCESS", "attention", "run.json");
      runs.sameBitsAsTheLocalRun(run);
    }
  }

  /** A disk of its own takes rights that not every machine gives. */
  static boolean canMount() throws InterruptedException {
    try {
      Files.createDirectories(SMALL_DISK);
      return run(MOUNT) == 0 && run(UNMOUNT) == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  @ParameterizedTest
  @EnabledIf("canMount")
  @MethodSource("times")
  void aFullDiskIsToldInOneLine(int time) throws Exception {
    command(MOUNT);
    try {
      Child job = attend("full", "local[2]", SMALL_DISK.resolve("run"));
      assertThat(job.exitCode()).as(job::transcript).isEqualTo(3);
      oneLine(job, "error: a disk is full");
      assertThat(SMALL_DISK).isEmptyDirectory();
    } finally {
      command(UNMOUNT);
    }
  }

  @ParameterizedTest
  @MethodSource("times")
  void aDriverOnTheClusterTellsTheScriptHowItEnded(int time) throws IOException {
    Path run = copyOfTheOldRun();
    String master = runs.masterWithTwoWorkers(processes);
    List<String> spark =
        with(spark(master), "--deploy-mode", "cluster", "--conf", "spark.executor.memory=512m");
    List<String> options = runs.options(run, runs.sentences());

    Child refused = processes.attend("cluster-refused-" + started, spark, options);
    assertThat(refused.exitCode()).as(refused::transcript).isEqualTo(2);
    oneLine(refused, "error: --output " + run + ": is not empty, it holds a finished run");
    runs.sameBitsAsTheLocalRun(run);

    Child job = processes.attend("cluster-" + started, spark, with(options, "--mode", "overwrite"));
    succeeds(job, run);
    runs.sameBitsAsTheLocalRun(run);
  }

  @Test
  void aMasterThatIsNotThereIsToldInOneLine() throws IOException {
    Path run = FOLDER.resolve("run-" + ++started);
    Child job = attend("no-master", "spark://127.0.0.1:1", run);
    assertThat(job.exitCode()).as(job::transcript).isEqualTo(3);
    oneLine(job, "error: the cluster does not answer, or has ended the application");
    assertThat(run).doesNotExist();
  }

  private static void command(String... command) throws IOException, InterruptedException {
    assertThat(run(command)).as(String.join(" ", command)).isZero();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }

  /** What a person reads on the error stream, beside the lines of the log that are no news. */
  private static void oneLine(Child job, String start) {
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

  private void waitFor(Child job, Moment moment, Path run) {
    job.until(moment + " of its run", () -> moment.isReachedIn(run));
  }

  private Path copyOfTheOldRun() throws IOException {
    Path run = FOLDER.resolve("run-" + ++started);
    FileUtils.copyDirectory(runs.localRun().toFile(), run.toFile());
    return run;
  }

  private Child attend(String name, String master, Path run, String... more) throws IOException {
    return processes.attend(
        name + "-" + started, spark(master), with(runs.options(run, runs.sentences()), more));
  }

  /** The sentences that another job finds in a run. */
  private long sentences(Path run) throws IOException {
    Path analysis = FOLDER.resolve("analysis-" + started);
    Child reader =
        processes.job(
            "analyze",
            "analyze-" + started,
            spark("local[2]"),
            List.of("--input", run.toString(), "--output", analysis.toString()));
    assertThat(reader.exitCode()).as(reader::transcript).isZero();
    return new ObjectMapper()
        .readTree(analysis.resolve("run.json").toFile())
        .at("/counts/written")
        .asLong();
  }
}
