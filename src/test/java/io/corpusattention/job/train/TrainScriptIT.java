package io.corpusattention.job.train;

import static java.util.regex.Pattern.MULTILINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import io.corpusattention.cli.JobProcess;
import io.corpusattention.job.run.ChildProcesses;
import io.corpusattention.job.run.SharedSpark;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests training with the script that users run, and a training that is killed. */
class TrainScriptIT {
  private static final Path SAMPLES = JobProcess.ROOT.resolve("data-samples");

  @TempDir private Path temp;

  @BeforeEach
  void copySample() {
    write("embeddings");
  }

  /** Writes the sample's sentences with embeddings from a SQL expression. */
  private void write(String embeddings) {
    SharedSpark.session()
        .read()
        .parquet(SAMPLES.resolve("sentences.parquet").toString())
        .withColumn("embeddings", functions.expr(embeddings))
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(temp.resolve("in").toString());
  }

  private void refuseToResume(String why, String... more) throws Exception {
    JobProcess job = JobProcess.run("train", temp, Map.of(), resuming(more));
    assertThat(job.exitCode()).as(job.err()).isEqualTo(2);
    assertThat(job.errorLines()).singleElement().asString().contains(why);
  }

  private List<String> options(String output) {
    return List.of(
        "--input",
        temp.resolve("in").toString(),
        "--output",
        output,
        "--heads",
        "4",
        "--batch",
        "8",
        "--epochs",
        "30");
  }

  @Test
  void aKilledTrainingGoesOnFromItsCheckpointAndEndsWithTheSameBits() throws Exception {
    JobProcess whole = JobProcess.run("train", temp, Map.of(), array(options("whole")));
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(whole.errorLines()).isEmpty();

    kill(options("killed"), temp.resolve("killed/checkpoints"));
    assertThat(temp.resolve("killed/_SUCCESS")).doesNotExist();
    refuseToResume("seed was 1, not 2", "--seed", "2");
    write("transform(embeddings, x -> -x)");
    refuseToResume("digest was");
    write("embeddings");
    Path state = state(temp.resolve("killed/checkpoints"));
    byte[] bytes = Files.readAllBytes(state);
    byte[] damaged = bytes.clone();
    damaged[damaged.length / 2] ^= 0x10;
    Files.write(state, damaged);
    refuseToResume("state.bin is damaged");
    for (int length : new int[] {-1, Integer.MAX_VALUE}) { // of the settings, after the format
      ByteBuffer lying = ByteBuffer.wrap(bytes.clone()).putInt(Integer.BYTES, length);
      CRC32C sum = new CRC32C();
      sum.update(lying.array(), 0, bytes.length - Long.BYTES);
      Files.write(state, lying.putLong(bytes.length - Long.BYTES, sum.getValue()).array());
      refuseToResume(length + " bytes follow, of ");
    }
    Files.write(state, bytes);

    JobProcess resumed =
        JobProcess.run("train", temp, Map.of(), array(options("killed"), "--resume"));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.out()).doesNotContain("Epoch 1/30").contains("Epoch 30/30");
    assertThat(temp.resolve("killed/model.safetensors"))
        .hasSameBinaryContentAs(temp.resolve("whole/model.safetensors"));
    assertThat(CommandRun.rows(temp.resolve("killed"), "curve")).hasSize(30);
    assertThat(temp.resolve("killed/checkpoints")).doesNotExist();
  }

  /** docs/train.md says how the weights of the sample were learned. */
  @Test
  @Tag("thorough")
  void theSamplesWeightsAreLearntAgainToTheBit() throws Exception {
    Matcher command =
        Pattern.compile("^jobs/train (--input data-samples/\\S+) --output \\S+ (.*)$", MULTILINE)
            .matcher(Files.readString(JobProcess.ROOT.resolve("docs/train.md")));
    assertThat(command.find()).isTrue();
    Path output = temp.resolve("weights");
    String options = command.group(1) + " --output " + output + " " + command.group(2);
    JobProcess job = JobProcess.run("train", JobProcess.ROOT, Map.of(), options.split(" "));
    assertThat(job.exitCode()).as(job.err()).isZero();
    for (String file : List.of("model.safetensors", "config.json")) {
      assertThat(output.resolve(file))
          .hasSameBinaryContentAs(SAMPLES.resolve("weights").resolve(file));
    }
  }

  private String[] resuming(String... more) {
    List<String> all = new ArrayList<>(options("killed"));
    all.add("--resume");
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private static String[] array(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  /** Starts a training and kills its process as soon as a checkpoint exists. */
  private void kill(List<String> options, Path checkpoints) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(JobProcess.ROOT.resolve("jobs/train").toString());
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("killed.log").toFile());
    builder.environment().remove("SPARK_HOME");
    Process process = builder.start();
    long deadline = System.nanoTime() + ChildProcesses.PATIENCE.toNanos();
    while (!hasCheckpoint(checkpoints)) {
      assertThat(process.isAlive()).as(Files.readString(temp.resolve("killed.log"))).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  private static Path state(Path checkpoints) throws Exception {
    try (var files = Files.walk(checkpoints)) {
      return files
          .filter(file -> file.endsWith("state.bin") && !file.getParent().endsWith("writing"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean hasCheckpoint(Path checkpoints) throws Exception {
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    try (var children = Files.list(checkpoints)) {
      return children.anyMatch(child -> child.getFileName().toString().startsWith("epoch-"));
    }
  }

  @Test
  void helpTellsAllOptions() throws Exception {
    assertThat(JobProcess.run("train", temp, Map.of(), "--help").out())
        .contains("--objective", "--resume", "--learning-rate", "--held-out", "--patience");
  }
}
