package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.JobProcess;
import io.corpusattention.job.run.ChildProcesses;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs jobs/attend in a separate process on the sample corpus. */
class AttendScriptIT {
  private static final String INPUT = JobProcess.ROOT + "/data-samples/sentences.parquet";
  private static final String WEIGHTS = JobProcess.ROOT + "/data-samples/weights";

  @TempDir private Path temp;

  @Test
  void writesTheSamplesTableAndSaysWhatAPersonWants() throws Exception {
    JobProcess job =
        JobProcess.attend(
            temp,
            Map.of(),
            "--input",
            INPUT,
            "--weights",
            WEIGHTS,
            "--heads",
            "4",
            "--output",
            "a folder/run",
            "--show-links");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(job.errorLines()).isEmpty();
    assertThat(job.out())
        .contains("80 read, 80 written, 0 rejected", "a folder/run/attention")
        .contains("Heaviest links in \"The cat sat on the mat .\"");
    Map<String, Row> table = Attend.table(temp.resolve("a folder/run"));
    assertThat(table).hasSize(80);
    assertThat(Attend.manifest(temp.resolve("a folder/run")).at("/versions/kernels/0").asText())
        .startsWith("simd");
  }

  @Test
  void theScalarKernelWritesTheSameBits() throws Exception {
    String[] options = {"--input", INPUT, "--weights", WEIGHTS, "--heads", "4", "--output", "run"};
    Path simd = temp.resolve("simd");
    Path scalar = temp.resolve("scalar");
    assertThat(simd.toFile().mkdir() && scalar.toFile().mkdir()).isTrue();
    JobProcess first = JobProcess.attend(simd, Map.of(), options);
    JobProcess second =
        JobProcess.attend(
            scalar,
            Map.of(
                "SPARK_SUBMIT_ARGS",
                "--conf spark.driver.extraJavaOptions=-Dcorpusattention.kernel=scalar"),
            options);
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err()).contains("Kernel: scalar, as -Dcorpusattention.kernel asks");
    assertThat(Attend.table(scalar.resolve("run"))).isEqualTo(Attend.table(simd.resolve("run")));
  }

  @Test
  void readsFilesOfAnyNameInAnyLocale() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("files"));
    Files.copy(Path.of(INPUT), folder.resolve("part.parquet"));
    Files.copy(Path.of(INPUT), folder.resolve("\u65e5.parquet"));
    String[] options = {
      "--input", folder.toString(), "--weights", WEIGHTS, "--heads", "4", "--output", "run"
    };
    JobProcess job =
        JobProcess.attend(temp, Map.of("LC_ALL", "POSIX", "LANG", "", "LC_CTYPE", ""), options);
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(job.out()).contains("160 read, 160 written, 0 rejected");
  }

  @Test
  void noJobWaitsForTheArchiveOfClasses() throws Exception {
    Path spark = JobProcess.ROOT.resolve("target/spark");
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(spark, "classes-*")) {
      for (Path archive : archives) {
        FileUtils.forceDelete(archive.toFile());
      }
    }
    JobProcess job =
        JobProcess.attend(
            temp, Map.of(), "--input", INPUT, "--weights", WEIGHTS, "--output", "run");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(count(spark, "classes-*.jsa")).as("archives when the job ends").isZero();

    long deadline = System.nanoTime() + ChildProcesses.PATIENCE.toNanos();
    while (count(spark, "classes-*.making") > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(count(spark, "classes-*.jsa")).as("archives later").isOne();
  }

  private static long count(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      return StreamSupport.stream(files.spliterator(), false).count();
    }
  }

  @Test
  void aClusterThatIsSetToKryoRunsItToo() throws Exception {
    String kryo = "--conf spark.serializer=org.apache.spark.serializer.KryoSerializer";
    JobProcess job =
        JobProcess.attend(
            temp,
            Map.of("SPARK_SUBMIT_ARGS", kryo),
            "--input",
            INPUT,
            "--weights",
            WEIGHTS,
            "--output",
            "run");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(Attend.table(temp.resolve("run"))).hasSize(80);
  }

  @Test
  void aMistakeIsOneLineAndExitCodeTwo() throws Exception {
    JobProcess job =
        JobProcess.attend(
            temp, Map.of(), "--input", WEIGHTS, "--weights", WEIGHTS, "--output", "run");
    assertThat(job.exitCode()).isEqualTo(2);
    assertThat(job.errorLines()).singleElement().asString().startsWith("error: --input");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  /** The cluster does not exist, so the job would wait for it if it did not check paths first. */
  @ParameterizedTest
  @CsvSource({
    "--input, nowhere, --input nowhere: matches no file",
    "--weights, nowhere, --weights nowhere: does not exist",
    "--output, taken, --output taken: "
  })
  void aWrongPathIsToldBeforeSparkStarts(String option, String value, String message)
      throws Exception {
    Files.createDirectories(temp.resolve("taken"));
    Files.writeString(temp.resolve("taken/notes.txt"), "of somebody");
    Map<String, String> options =
        new TreeMap<>(Map.of("--input", INPUT, "--weights", WEIGHTS, "--output", "run"));
    options.put(option, value);
    JobProcess job =
        JobProcess.attend(
            temp,
            Map.of("SPARK_SUBMIT_ARGS", "--master spark://localhost:1"),
            options.entrySet().stream()
                .flatMap(given -> Stream.of(given.getKey(), given.getValue()))
                .toArray(String[]::new));
    assertThat(job.exitCode()).as(job.err()).isEqualTo(2);
    assertThat(job.errorLines()).singleElement().asString().startsWith("error: " + message);
  }

  @Test
  void helpTellsAllOptions() throws Exception {
    JobProcess job = JobProcess.attend(temp, Map.of(), "--help");
    assertThat(job.exitCode()).isZero();
    assertThat(job.out()).contains("--input", "--weights", "--max-row-bytes", "--on-bad-record");
  }
}
