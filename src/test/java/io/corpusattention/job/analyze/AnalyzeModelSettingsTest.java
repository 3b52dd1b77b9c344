package io.corpusattention.job.analyze;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Verifies that missing layers and heads, and options that exclude each other, give a one-line
 * message.
 */
class AnalyzeModelSettingsTest extends AnalyzeRuns {
  private static final String MODEL = "src/test/resources/encoders/gelu";
  private static final String TEXT = "data-samples/corpus.txt";
  private static final String TABLE = GOLDEN.resolve("layers.parquet").toString();
  private static final String ONE_LAYER = GOLDEN.resolve("words.parquet").toString();

  private void refuse(List<String> options, String... words) {
    Path output = temp.resolve("refused");
    List<String> all = new ArrayList<>(List.of("analyze", "--output", output.toString()));
    all.addAll(options);
    CommandRun.refuse(all, words);
    assertThat(output).doesNotExist();
  }

  @Test
  void layersThatAreNotThereAreNamed() {
    refuse(List.of("--input", TABLE, "--layers", "3"), "--layers 3", "has the layers 0-2");
    refuse(List.of("--input", TABLE, "--layers", "0,9"), "--layers 0,9", "has the layers 0-2");
    refuse(List.of("--input", TABLE, "--layers", "x"), "--layers x");
    refuse(List.of("--input", ONE_LAYER, "--layers", "0"), "--layers 0", "is of one layer");
    refuse(List.of("--input", TEXT, "--model", MODEL, "--layers", "1-3"), "--layers 1-3", "3");
  }

  @Test
  void headsThatAreNotThereAreNamed() {
    for (List<String> input :
        List.of(List.of("--input", TABLE), List.of("--input", TEXT, "--model", MODEL))) {
      String there = "there are 3 layers, from 0 to 2, each with the heads 0 to 2";
      refuse(plus(input, "--heads", "9.9"), "--heads 9.9", "there is no head 9.9", there);
      refuse(plus(input, "--heads", "1.1,1.3"), "--heads 1.1,1.3", "no head 1.3", there);
      refuse(plus(input, "--heads", "x"), "--heads x", "'x' is not a head", "3.1,2.1");
      refuse(plus(input, "--heads", "1.1,"), "--heads 1.1,", "'' is not a head");
      refuse(plus(input, "--heads", "-1"), "--heads -1", "'-1' is not a head");
      refuse(plus(input, "--heads", "3"), "--heads 3", "'3' is of no layer");
      refuse(
          plus(input, "--layers", "0,2", "--heads", "1.1"), "no head 1.1", "2 layers, from 0 to 2");
    }
    refuse(List.of("--input", ONE_LAYER, "--heads", "4"), "no head 4", "the heads 0 to 3");
    refuse(List.of("--input", ONE_LAYER, "--heads", "3.1"), "--heads 3.1", "no head 3.1");
  }

  private static List<String> plus(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void headsOfOneLayerNeedNoLayerAndBesideWeightsTheyAreCounted() throws IOException {
    assertThat(found(analyze("named", "--input", ONE_LAYER, "--heads", "1,3")).get("heads").asInt())
        .isEqualTo(4);
    String[] sample = {"--input", SAMPLE, "--weights", WEIGHTS, "--heads"};
    assertThat(found(analyze("counted", with(sample, "4"))).get("heads").asInt()).isEqualTo(4);
    refuse(List.of(with(sample, "3.1")), "--heads 3.1", "no whole number");
    String[] layer = {"--input", TABLE, "--layers", "2", "--heads"};
    assertThat(found(analyze("alone", with(layer, "1"))).get("links"))
        .isEqualTo(found(analyze("with-layer", with(layer, "2.1"))).get("links"));
  }

  @Test
  void whatIsForOneKindOfInputIsRefusedForOthers() {
    List<String> model = List.of("--input", TEXT, "--model", MODEL);
    refuse(plus(model, "--output-weights", "W_o.npy"), "--output-weights W_o.npy", "--model");
    for (String option : List.of("--weights", "--kv-heads", "--scale", "--query", "--layer")) {
      refuse(plus(model, option, "1"), option + " 1", "--model");
    }
    List<String> weights = List.of("--input", SAMPLE, "--weights", WEIGHTS);
    refuse(plus(weights, "--split", "sentences"), "--split sentences", "goes with --model");
    refuse(plus(weights, "--layers", "0"), "--layers 0", "goes with --model");
    for (List<String> option :
        List.of(List.of("--split", "sentences"), List.of("--max-tokens", "9"))) {
      String[] given = option.toArray(new String[0]);
      refuse(plus(List.of("--input", TABLE), given), String.join(" ", given), "--model");
    }
    refuse(plus(List.of("--input", TABLE), "--divergences", "some"), "--divergences", "some");
    refuse(
        List.of("--input", TEXT, "--model", MODEL, "--heads", "1.1", "--mask", "causal"), "--mask");
  }

  @Test
  void theHeaviestKeysAreNoDistributionsAndAModelIsTheRemedy() {
    String table = attend("top", "--input", TEXT, "--model", MODEL, "--attention", "top-k:3");
    refuse(
        List.of("--input", table),
        "--attention top-k:3",
        "jobs/attend with --attention full, or give the text and --model");
    refuse(List.of("--input", TEXT), "--input " + TEXT);
  }
}
