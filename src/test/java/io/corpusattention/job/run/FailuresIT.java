package io.corpusattention.job.run;

import static io.corpusattention.job.run.ClusterRuns.spark;
import static io.corpusattention.job.run.ClusterRuns.succeeds;
import static io.corpusattention.job.run.ClusterRuns.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that a failed run gives a one-line message and leaves the previous run unchanged, with
 * disks that are really full and clusters that are really gone.
 */
class FailuresIT extends FaultSuite {
  private static final Path SMALL_DISK = Path.of("target", "small-disk").toAbsolutePath();
  private static final String[] MOUNT = {
    "mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", SMALL_DISK.toString()
  };
  private static final String[] UNMOUNT = {"umount", SMALL_DISK.toString()};

  FailuresIT() {
    super("failures-it");
  }

  @ParameterizedTest
  @MethodSource("times")
  void anInputThatIsCutShortIsToldAndLeavesTheOldRun(int time) throws IOException {
    Path run = copyOfTheOldRun();
    Path sentences = path("cut");
    FileUtils.copyDirectory(runs().sentences().toFile(), sentences.toFile());
    try (var files = Files.newDirectoryStream(sentences, "*.parquet")) {
      Path file = files.iterator().next();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() * time / (TIMES + 1));
      }
    }
    Child job =
        attend(
            "cut", spark("local[2]"), with(runs().options(run, sentences), "--mode", "overwrite"));
    assertThat(job.exitCode()).as(job::transcript).isEqualTo(2);
    oneLine(job, "error: --input ");
    runs().sameBitsAsTheLocalRun(run);
    assertThat(ClusterRuns.names(run)).containsExactly("_SUCCESS", "attention", "run.json");
  }

  /**
   * Returns whether a separate disk can be mounted, which needs rights that not every machine
   * gives.
   */
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
    List<String> spark =
        with(spark(cluster()), "--deploy-mode", "cluster", "--conf", "spark.executor.memory=512m");
    List<String> options = runs().options(run, runs().sentences());

    Child refused = attend("cluster-refused", spark, options);
    assertThat(refused.exitCode()).as(refused::transcript).isEqualTo(2);
    oneLine(refused, "error: --output " + run + ": is not empty, it holds a finished run");
    runs().sameBitsAsTheLocalRun(run);

    Child job = attend("cluster", spark, with(options, "--mode", "overwrite"));
    succeeds(job, run);
    runs().sameBitsAsTheLocalRun(run);
  }

  @Test
  void aMasterThatIsNotThereIsToldInOneLine() throws IOException {
    Path run = path("run");
    Child job = attend("no-master", "spark://127.0.0.1:1", run);
    assertThat(job.exitCode()).as(job::transcript).isEqualTo(3);
    oneLine(job, "error: the cluster does not answer, or has ended the application");
    assertThat(run).doesNotExist();
  }

  @Test
  void aWrongSecretIsToldInOneLine() throws IOException {
    Path settings = path("secret");
    Files.writeString(settings, "spark.authenticate true\nspark.authenticate.secret theirs\n");
    String master = runs().master(processes(), "--properties-file", settings.toString());
    Path run = path("run");
    List<String> spark =
        with(
            spark(master),
            "--conf",
            "spark.authenticate=true",
            "--conf",
            "spark.authenticate.secret=mine");
    Child job = attend("secret", spark, runs().options(run, runs().sentences()));
    assertThat(job.exitCode()).as(job::transcript).isEqualTo(3);
    oneLine(job, "error: the cluster does not answer, or has ended the application");
    assertThat(job.stderr()).contains("spark.authenticate.secret");
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("times")
  void aCommitThatFailsIsToldAndLeavesTheOldRun(int time) throws IOException {
    Path run = copyOfTheOldRun();
    Child job = attendCommittedBy(FailingCommitter.class, "commit", run);
    assertThat(job.exitCode()).as(job::transcript).isEqualTo(3);
    oneLine(job, "error: the run in ");
    assertThat(job.stderr()).contains(FailingCommitter.REASON);
    assertThat(ClusterRuns.names(run)).containsExactly("_SUCCESS", "attention", "run.json");
    runs().sameBitsAsTheLocalRun(run);
  }
}
