package io.corpusattention.job.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that analyze refuses what it cannot do with a one-line message, before any work. */
class AnalyzeSettingsTest {
  private static final String SAMPLE = "data-samples/sentences.parquet";
  private static final String TABLE = "src/test/resources/analysis/words.parquet";

  @TempDir private Path temp;

  private void refuse(List<String> options, String... words) {
    List<String> all = new ArrayList<>(List.of("analyze"));
    all.addAll(options);
    if (!options.contains("--output")) {
      all.addAll(List.of("--output", temp.resolve("refused").toString()));
    }
    CommandRun.refuse(all, words);
    assertThat(temp.resolve("refused")).doesNotExist();
  }

  private String attend(String... options) {
    String output = temp.resolve("table").toString();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--input", SAMPLE, "--weights", "xavier:1", "--output", output));
    CommandRun.succeed("attend", all.toArray(new String[0]));
    return output;
  }

  @Test
  void theHeaviestKeysAloneHaveNoEntropy() {
    refuse(
        List.of("--input", attend("--attention", "top-k:3")),
        "--attention top-k:3",
        "take every weight",
        "jobs/attend with --attention full");
  }

  @Test
  void aTableWithoutWeightsHasNothingToMeasure() {
    refuse(List.of("--input", attend("--attention", "none")), "--attention full");
  }

  @Test
  void sentencesWithoutWeightsAreNoAttentionTable() {
    refuse(List.of("--input", SAMPLE), "--input " + SAMPLE, "jobs/attend");
    String text = "data-samples/corpus.txt";
    refuse(List.of("--input", text), "--input " + text, "or give text and --model");
  }

  @Test
  void whatSaysHowToComputeGoesWithWeights() {
    refuse(List.of("--input", TABLE, "--mask", "causal"), "--mask causal", "--weights");
    refuse(List.of("--input", TABLE, "--kv-heads", "2"), "--kv-heads 2", "--weights");
    refuse(List.of("--input", TABLE, "--limit", "7"), "--limit 7", "--weights");
  }

  @Test
  void lengthsTakeWeightsAndOutputWeightsThatFit() {
    String output = "src/test/resources/analysis/W_o.npy";
    refuse(List.of("--input", TABLE, "--norms"), "--norms: goes with --weights");
    List<String> of = List.of("--input", SAMPLE, "--weights", "xavier:1", "--output-weights");
    refuse(plus(of, output), "--output-weights " + output, "--norms");
    refuse(plus(of, "data-samples/weights", "--norms"), "data-samples/weights: is a folder");
    refuse(plus(of, output, "--norms", "--head-dim", "8"), "[32, 24]", "heads * d_v = 8 values");
  }

  private static List<String> plus(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    refuse(List.of("--input", TABLE, "--min-count", "0"), "--min-count 0", "1 or more");
    refuse(List.of("--input", TABLE, "--top", "0"), "--top 0", "between 1 and");
    refuse(List.of("--input", TABLE, "--partitions", "0"), "--partitions 0");
  }

  @Test
  void theOutputIsNamedAndEmpty() {
    CommandRun.refuse(List.of("analyze", "--input", TABLE), "--output is missing");
    String output = temp.resolve("run").toString();
    CommandRun.succeed("analyze", "--input", TABLE, "--output", output);
    CommandRun.refuse(
        List.of("analyze", "--input", TABLE, "--output", output), "holds a finished run");
    CommandRun.succeed("analyze", "--input", TABLE, "--output", output, "--mode", "overwrite");
  }

  @Test
  void theRunFolderOfAnotherJobIsNoTable() {
    String output = temp.resolve("run").toString();
    CommandRun.succeed("analyze", "--input", TABLE, "--output", output);
    refuse(List.of("--input", output), "another job than attend");
  }
}
