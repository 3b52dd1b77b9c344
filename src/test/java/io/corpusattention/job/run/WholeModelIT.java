package io.corpusattention.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that a whole model gives the same bits in any processes and with both kernels. */
@Tag("thorough")
class WholeModelIT {
  private static final int SENTENCES = 500;
  private static final int LAYERS = 3;

  @TempDir private Path temp;

  @Test
  void executorsThatComputeWithoutVectorsGiveTheBitsOfOneProcessThatHasThem() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SENTENCES; i++) {
      text.append("The cat sat ").append("on the mat ".repeat(i % 4)).append(i).append(".\n");
    }
    Path lines = Files.writeString(temp.resolve("lines.txt"), text);
    try (ChildProcesses processes = new ChildProcesses(temp.resolve("processes"))) {
      run(processes, lines, "simd", ClusterRuns.spark("local[2]"));
      List<String> scalar =
          ClusterRuns.with(
              ClusterRuns.spark("local-cluster[2,1,1024]"),
              "--conf",
              "spark.executor.extraJavaOptions=-Dcorpusattention.kernel=scalar");
      run(processes, lines, "scalar", scalar);
    }
    assertThat(rows("simd", "attention")).hasSize(SENTENCES * LAYERS);
    assertThat(rows("scalar", "attention")).isEqualTo(rows("simd", "attention"));
    assertThat(rows("simd", "hidden")).hasSize(SENTENCES);
    assertThat(rows("scalar", "hidden")).isEqualTo(rows("simd", "hidden"));
  }

  private void run(ChildProcesses processes, Path lines, String kernel, List<String> spark)
      throws IOException {
    Path run = temp.resolve(kernel);
    String model = Path.of("src/test/resources/encoders/gelu").toAbsolutePath().toString();
    Child job =
        processes.attend(
            kernel,
            spark,
            List.of(
                "--model",
                model,
                "--context",
                "tokens",
                "--hidden",
                "tokens",
                "--input",
                lines.toString(),
                "--output",
                run.toString()));
    assertThat(job.exitCode()).as(job::transcript).isZero();
    assertThat(Files.readString(run.resolve("run.json")))
        .containsPattern("\"kernels\" : \\[ \"" + kernel);
  }

  /** Returns the rows of a run's table, sorted by sentence and layer. */
  private List<Row> rows(String run, String table) {
    List<Row> rows =
        new ArrayList<>(
            SharedSpark.session()
                .read()
                .parquet(temp.resolve(run).resolve(table).toString())
                .collectAsList());
    rows.sort(
        Comparator.comparingLong((Row row) -> row.<Long>getAs("sentence_id"))
            .thenComparingInt(row -> table.equals("hidden") ? 0 : row.<Integer>getAs("layer")));
    return rows;
  }
}
