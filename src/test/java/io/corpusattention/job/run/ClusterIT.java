package io.corpusattention.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds on clusters and when processes are killed, with real processes and real kills. */
@Tag("thorough")
class ClusterIT {
  private static final Path FOLDER = Path.of("target", "cluster-it").toAbsolutePath();
  private static final Path SENTENCES = FOLDER.resolve("sentences");
  private static final Path WEIGHTS = FOLDER.resolve("weights");
  private static final Path LOCAL_RUN = FOLDER.resolve("local-run");

  /** What a run folder holds, and nothing else. */
  private static final List<String> RUN = List.of("_SUCCESS", "attention", "run.json");

  private static SortedMap<Long, ClusterFiles.Row> localRows;

  private final ChildProcesses processes = new ChildProcesses(FOLDER.resolve("processes"));

  @BeforeAll
  static void runsOnceInOneProcess() throws IOException {
    FileUtils.deleteDirectory(FOLDER.toFile());
    ClusterFiles.writeWeights(WEIGHTS);
    ClusterFiles.writeSentences(SENTENCES);
    try (ChildProcesses processes = new ChildProcesses(FOLDER.resolve("processes"))) {
      succeeds(
          processes.attend("local", spark("local[2]"), options(LOCAL_RUN, SENTENCES)), LOCAL_RUN);
    }
    localRows = ClusterFiles.rows(LOCAL_RUN);
    assertThat(localRows.keySet()).isEqualTo(allIds());
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
            "local-cluster", spark("local-cluster[2,1,1024]"), options(run, SENTENCES));

    succeeds(job, run);
    sameBitsAsTheLocalRun(run);
  }

  @Test
  void anExecutorKilledInTheMiddleLosesNothing() throws IOException {
    Path run = FOLDER.resolve("killed-executor-run");
    Path events = Files.createDirectories(FOLDER.resolve("events"));
    String master = masterWithTwoWorkers();
    List<String> spark = new ArrayList<>(spark(master));
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

    Child job = processes.attend("killed-executor", spark, options(run, SENTENCES));
    job.until("a third of its tasks", () -> committedTasks(run) >= ClusterFiles.ROW_GROUPS / 3);
    List<ProcessHandle> executors = processes.executors();
    assertThat(executors).as(job::transcript).hasSize(2);
    assertThat(executors.get(0).destroyForcibly()).isTrue();

    succeeds(job, run);
    // So the kill did hit a running task, and tasks did have second copies.
    assertThat(Files.readString(onlyFileIn(events)))
        .contains("\"Reason\":\"ExecutorLostFailure\"")
        .contains("\"Speculative\":true");
    sameBitsAsTheLocalRun(run);
  }

  @Test
  void aKilledDriverLeavesNoFinishedRunAndTheNextRunClearsUpAfterIt() throws IOException {
    Path run = FOLDER.resolve("killed-driver-run");
    List<String> options = options(run, SENTENCES);

    Child killed = processes.attend("killed-driver", spark("local[2]"), options);
    killed.until("a third of its tasks", () -> committedTasks(run) >= ClusterFiles.ROW_GROUPS / 3);
    killed.kill();
    assertThat(names(run)).as(killed::transcript).containsExactly("_temporary");

    Child refused = processes.attend("refused", spark("local[2]"), options);
    assertThat(refused.exitCode()).as(refused::transcript).isEqualTo(2);
    assertThat(refused.stderr())
        .containsPattern("(?m)^error: --output .*holds a run that did not finish");
    assertThat(names(run)).as("what the refused run found").containsExactly("_temporary");

    Child overwrites =
        processes.attend("overwrites", spark("local[2]"), with(options, "--mode", "overwrite"));
    succeeds(overwrites, run);
    sameBitsAsTheLocalRun(run);
  }

  @Test
  void anOverwriteThatFailsLeavesTheOldRunAsItWas() throws IOException {
    Path run = FOLDER.resolve("old-run");
    FileUtils.copyDirectory(LOCAL_RUN.toFile(), run.toFile());
    Path sentences = FOLDER.resolve("sentences-one-bad");
    FileUtils.copyDirectory(SENTENCES.toFile(), sentences.toFile());
    // The smallest file of all, so that its task comes last.
    ClusterFiles.writeBadSentence(sentences.resolve("part-bad.parquet"), ClusterFiles.SENTENCES);
    SortedMap<String, String> before = contents(run);

    Child fails =
        processes.attend(
            "bad-record", spark("local[2]"), with(options(run, sentences), "--mode", "overwrite"));

    assertThat(fails.exitCode()).as(fails::transcript).isEqualTo(2);
    assertThat(fails.stderr())
        .containsPattern("(?m)^error: record " + ClusterFiles.SENTENCES + ": ");
    assertThat(contents(run)).as(fails::transcript).isEqualTo(before);
  }

  /** Starts a standalone cluster and returns its address. */
  private String masterWithTwoWorkers() throws IOException {
    Child master =
        processes.daemon(
            "master", Master.class, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
    Pattern started = Pattern.compile("Starting Spark master at (spark://[\\w.]+:\\d+)");
    master.until("its address", () -> started.matcher(master.stderr()).find());
    Matcher matcher = started.matcher(master.stderr());
    assertThat(matcher.find()).isTrue();
    String address = matcher.group(1);
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
          FOLDER.resolve("work-" + host).toString(),
          address);
    }
    return address;
  }

  private static List<String> spark(String master) {
    return List.of(
        "--master",
        master,
        "--driver-memory",
        "1g",
        "--conf",
        "spark.sql.files.maxPartitionBytes=" + ClusterFiles.SPLIT_BYTES);
  }

  private static List<String> options(Path run, Path sentences) {
    return List.of(
        "--input",
        sentences.toString(),
        "--weights",
        WEIGHTS.toString(),
        "--heads",
        Integer.toString(ClusterFiles.HEADS),
        "--output",
        run.toString());
  }

  private static List<String> with(List<String> options, String... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toList();
  }

  /** The job exits with 0 and leaves a whole run folder that counts every sentence. */
  private static void succeeds(Child job, Path run) throws IOException {
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

  private static void sameBitsAsTheLocalRun(Path run) throws IOException {
    SortedMap<Long, ClusterFiles.Row> rows = ClusterFiles.rows(run);
    assertThat(rows.keySet()).isEqualTo(allIds());
    assertThat(rows.keySet().stream().filter(id -> !rows.get(id).equals(localRows.get(id))))
        .as("sentences with other bits than in the local run")
        .isEmpty();
  }

  private static Set<Long> allIds() {
    return LongStream.range(0, ClusterFiles.SENTENCES).boxed().collect(Collectors.toSet());
  }

  /** Tasks of a running job whose files wait for the commit of the job. */
  private static int committedTasks(Path run) {
    try (Stream<Path> attempts = Files.list(run.resolve("_temporary/0"))) {
      return (int)
          attempts.filter(path -> path.getFileName().toString().startsWith("task_")).count();
    } catch (NoSuchFileException notYet) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path onlyFileIn(Path folder) throws IOException {
    assertThat(names(folder)).hasSize(1);
    return folder.resolve(names(folder).get(0));
  }

  /** Everything below a folder, folders too, with the bytes of the files. */
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
