package io.corpusattention.job.run;

import static io.corpusattention.job.run.ClusterRuns.spark;
import static io.corpusattention.job.run.ClusterRuns.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.ChildProcesses.Child;
import io.corpusattention.job.run.Stores.Store;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills drivers while they write to HDFS, and to S3 with the magic committer. The old run or the
 * new one must be complete, and the next run must clean up. The system property {@code
 * faults.times} says how often each fault is tried.
 */
@Tag("thorough")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoresIT {
  private static final Path FOLDER = Path.of("target", "stores-it").toAbsolutePath();

  /** Large enough for one task for each file, because these stores are slow with small tasks. */
  private static final int SPLIT_BYTES = 4_000_000;

  private static final int TASKS = ClusterFiles.FILES + 1;

  private final ChildProcesses servers = new ChildProcesses(FOLDER.resolve("servers"));
  private ClusterRuns runs;
  private ChildProcesses jobs;
  private Store hdfs;
  private Store s3;
  private int started;

  /** A moment in a run, detected from its folder. */
  enum Moment {
    START,
    MIDDLE,
    END,
    /** The committer has moved some of the files to their place. */
    PLACING,
    COMMIT
  }

  static List<Arguments> moments() {
    List<Arguments> moments = new ArrayList<>();
    for (int time = 0; time < FaultSuite.TIMES; time++) {
      for (Moment moment : Moment.values()) {
        moments.add(Arguments.of("hdfs", moment));
        moments.add(Arguments.of("s3", moment));
      }
    }
    return moments;
  }

  @BeforeAll
  void startsTheStores() throws IOException {
    runs = new ClusterRuns(FOLDER);
    jobs = runs.processes();
    Stores stores = new Stores(FOLDER, servers);
    hdfs = stores.hdfs();
    s3 = stores.s3();
  }

  @AfterEach
  void endsAllJobs() {
    jobs.close();
  }

  @AfterAll
  void endsTheStores() throws IOException {
    for (Store store : List.of(hdfs, s3)) {
      store.fileSystem().close();
    }
    servers.close();
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aDriverThatIsKilledHarmsNothing(String name, Moment moment) throws IOException {
    Store store = name.equals("hdfs") ? hdfs : s3;
    FileSystem files = store.fileSystem();
    org.apache.hadoop.fs.Path run =
        new org.apache.hadoop.fs.Path(store.root() + "run-" + ++started);
    for (String part : ClusterRuns.RUN) {
      FileUtil.copy(
          runs.localRun().resolve(part).toFile(),
          files,
          new org.apache.hadoop.fs.Path(run, part),
          false,
          files.getConf());
    }
    Set<String> old = names(files, run, file -> true);
    List<String> spark =
        with(
            with(spark("local[2]"), store.sparkOptions().toArray(String[]::new)),
            "--conf",
            "spark.sql.files.maxPartitionBytes=" + SPLIT_BYTES);
    List<String> options =
        with(runs.options(run.toString(), runs.sentences()), "--mode", "overwrite");

    Child killed = jobs.attend("killed-" + started, spark, options);
    killed.until(moment + " of its run", () -> isReached(moment, files, run, old));
    killed.kill();
    runs.sameBitsAsTheLocalRun(run.toString(), files.getConf());
    boolean uploads = name.equals("s3") && (moment == Moment.MIDDLE || moment == Moment.END);
    assertThat(uploads && !store.pendingUploads().contains("<Upload>")).isFalse();

    Child next = ClusterRuns.afterDeath(() -> jobs.attend("after-" + started, spark, options));
    assertThat(next.exitCode()).as(next::transcript).isZero();
    runs.sameBitsAsTheLocalRun(run.toString(), files.getConf());
    assertThat(Arrays.stream(files.listStatus(run)).map(file -> file.getPath().getName()))
        .as(next::transcript)
        .containsExactlyInAnyOrderElementsOf(ClusterRuns.RUN);
    if (name.equals("s3")) {
      assertThat(store.pendingUploads()).doesNotContain("<Upload>");
    }
    files.delete(run, true);
  }

  private static boolean isReached(
      Moment moment, FileSystem files, org.apache.hadoop.fs.Path run, Set<String> old) {
    try {
      TimeUnit.MILLISECONDS.sleep(50); // the store also has to serve the job
      return switch (moment) {
        case START -> files.exists(new org.apache.hadoop.fs.Path(run, "_running"));
        case MIDDLE -> committedTasks(files, run) >= TASKS / 3;
        case END -> committedTasks(files, run) >= TASKS * 4 / 5;
        case PLACING ->
            !names(files, run, file -> file.matches(".*/attention/[^/]*\\.parquet")).stream()
                .filter(file -> !old.contains(file) && !file.contains("/_temporary/"))
                .filter(file -> !file.contains("/__magic"))
                .toList()
                .isEmpty();
        case COMMIT ->
            !names(files, run, file -> file.matches(".*/_running/[^/]+/_SUCCESS")).isEmpty();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns the number of tasks whose files wait for the job commit: folders on HDFS, lists on S3.
   */
  private static long committedTasks(FileSystem files, org.apache.hadoop.fs.Path run)
      throws IOException {
    return names(files, run, file -> file.matches(".*(/task_|\\.pendingset).*")).stream()
        .map(file -> file.replaceAll("(/task_[^/]+)/.*", "$1"))
        .distinct()
        .count();
  }

  private static Set<String> names(
      FileSystem files, org.apache.hadoop.fs.Path folder, Predicate<String> wanted)
      throws IOException {
    Set<String> names = new TreeSet<>();
    try {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
      while (all.hasNext()) {
        FileStatus file = all.next();
        if (wanted.test(file.getPath().toString())) {
          names.add(file.getPath().toString());
        }
      }
    } catch (FileNotFoundException moved) {
      return Set.of(); // removed while it was listed
    }
    return names;
  }
}
