package io.corpusattention.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/**
 * Runs attend in separate processes on the sentences of {@link ClusterFiles}, and compares the
 * results with an undisturbed run in one process.
 */
final class ClusterRuns {
  /** The complete contents of a run folder. */
  static final List<String> RUN = List.of("_SUCCESS", "attention", "run.json");

  private final Path folder;
  private final SortedMap<Long, ClusterFiles.Row> localRows;

  /** Writes the sentences and runs attend once, into an empty folder. */
  ClusterRuns(Path folder) throws IOException {
    this.folder = folder;
    FileUtils.deleteDirectory(folder.toFile());
    ClusterFiles.writeWeights(folder.resolve("weights"));
    ClusterFiles.writeSentences(sentences());
    try (ChildProcesses processes = processes()) {
      succeeds(
          processes.attend("local", spark("local[2]"), options(localRun(), sentences())),
          localRun());
    }
    this.localRows = rows(localRun().toString(), new Configuration());
    assertThat(localRows.keySet()).isEqualTo(allIds());
  }

  ChildProcesses processes() {
    return new ChildProcesses(folder.resolve("processes"));
  }

  Path sentences() {
    return folder.resolve("sentences");
  }

  /** Returns the folder of the run that the others are compared with. */
  Path localRun() {
    return folder.resolve("local-run");
  }

  /** Starts a standalone cluster and returns its address. */
  String masterWithTwoWorkers(ChildProcesses processes) throws IOException {
    String address = master(processes);
    // Two names of this machine: Spark never runs a second copy of a task on the first one's host.
    for (String host : List.of("127.0.0.1", "localhost")) {
      processes.daemon(
          "worker-" + host,
          Worker.class,
          "--host",
          host,
          "--webui-port",
          "0",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--work-dir",
          folder.resolve("work-" + host).toString(),
          address);
    }
    return address;
  }

  /** Starts a cluster without workers and returns its address. */
  String master(ChildProcesses processes, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    arguments.addAll(List.of(options));
    Child master = processes.daemon("master", Master.class, arguments.toArray(String[]::new));
    Pattern started = Pattern.compile("Starting Spark master at (spark://[\\w.]+:\\d+)");
    master.until("its address", () -> started.matcher(master.stderr()).find());
    Matcher matcher = started.matcher(master.stderr());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  static List<String> spark(String master) {
    return List.of(
        "--master",
        master,
        "--driver-memory",
        "1g",
        "--conf",
        "spark.sql.files.maxPartitionBytes=" + ClusterFiles.SPLIT_BYTES);
  }

  List<String> options(Path run, Path sentences) {
    return options(run.toString(), sentences);
  }

  List<String> options(String run, Path sentences) {
    return List.of(
        "--input",
        sentences.toString(),
        "--weights",
        folder.resolve("weights").toString(),
        "--heads",
        Integer.toString(ClusterFiles.HEADS),
        "--output",
        run);
  }

  /** Starts a job. */
  @FunctionalInterface
  interface Start {
    Child job() throws IOException;
  }

  /**
   * Starts a run after another one was killed. If the other one was killed while it wrote its
   * claim, nobody can tell whether it is alive, and the next run is refused for a minute.
   */
  static Child afterDeath(Start start) throws IOException {
    Child job = start.job();
    if (job.exitCode() == 2 && job.stderr().contains("its claim counts for")) {
      try {
        TimeUnit.SECONDS.sleep(61);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      job = start.job();
    }
    return job;
  }

  static List<String> with(List<String> options, String... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toList();
  }

  /**
   * Verifies that the job exits with 0 and leaves a complete run folder that counts every sentence.
   */
  static void succeeds(Child job, Path run) throws IOException {
    assertThat(job.exitCode()).as(job::transcript).isZero();
    assertThat(names(run)).as(job::transcript).isEqualTo(RUN);
    assertThat(names(run.resolve("attention")))
        .as(job::transcript)
        .allMatch(name -> name.matches("part-.*\\.parquet"));
    JsonNode counts = new ObjectMapper().readTree(run.resolve("run.json").toFile()).get("counts");
    assertThat(counts.get("read").asLong()).isEqualTo(ClusterFiles.SENTENCES);
    assertThat(counts.get("written").asLong()).isEqualTo(ClusterFiles.SENTENCES);
    assertThat(counts.get("rejected").asLong()).isZero();
  }

  void sameBitsAsTheLocalRun(Path run) throws IOException {
    sameBitsAsTheLocalRun(run.toString(), new Configuration());
  }

  /** Verifies that a reader of the run finds each sentence once, with the bits of the local run. */
  void sameBitsAsTheLocalRun(String run, Configuration conf) throws IOException {
    SortedMap<Long, ClusterFiles.Row> rows = rows(run, conf);
    assertThat(rows.keySet()).isEqualTo(allIds());
    assertThat(rows.keySet().stream().filter(id -> !rows.get(id).equals(localRows.get(id))))
        .as("sentences with other bits than in the local run")
        .isEmpty();
  }

  private static SortedMap<Long, ClusterFiles.Row> rows(String run, Configuration conf)
      throws IOException {
    FinishedRun.Table table =
        FinishedRun.table(
                new Given(Setting.INPUT, run),
                "attend",
                RunLayout.ATTENTION,
                new org.apache.hadoop.fs.Path(run),
                conf)
            .orElseThrow();
    List<InputFile> files = new ArrayList<>();
    for (org.apache.hadoop.fs.Path path : table.files()) {
      for (FileStatus file : path.getFileSystem(conf).listStatus(path)) {
        files.add(HadoopInputFile.fromStatus(file, conf));
      }
    }
    return ClusterFiles.rows(files);
  }

  private static Set<Long> allIds() {
    return LongStream.range(0, ClusterFiles.SENTENCES).boxed().collect(Collectors.toSet());
  }

  /** Returns the number of tasks of a running job whose files wait for the job commit. */
  static int committedTasks(Path run) {
    return list(run.resolve("_running")).stream()
        .flatMap(own -> list(own.resolve("_temporary/0")).stream())
        .filter(path -> path.getFileName().toString().startsWith("task_"))
        .toList()
        .size();
  }

  /** Returns whether a running job has decided to replace the old run with its own. */
  static boolean isDecided(Path run) {
    return list(run.resolve("_running")).stream()
        .anyMatch(own -> Files.exists(own.resolve("_SUCCESS")));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException | NotDirectoryException notYet) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
