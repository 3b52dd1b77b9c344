package io.corpusattention.job.report;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verifies that an analysis is refused unless it covers the layers and heads that a page shows. */
class ReportAnalysisTest extends ReportRuns {
  @Test
  void anAnalysisOfOneLayerFitsItsTable() throws IOException {
    Path table = attend("table");
    Path analysis = analyze("analysis", "--input", table.toString());
    String[] options = {"--input", table.toString(), "--analysis", analysis.toString()};
    JsonNode data = data(report("page", options));
    JsonNode found = new ObjectMapper().readTree(analysis.resolve("analysis.json").toFile());
    Map<String, double[]> means = new LinkedHashMap<>();
    for (JsonNode row : found.get("statistics")) {
      if (!row.get("head").isNull()) {
        means
                .computeIfAbsent(row.get("statistic").asText(), name -> new double[2])[
                row.get("head").asInt()] =
            row.get("sentence_mean").asDouble();
      }
    }
    assertThat(data.at("/corpus/statistics").findValuesAsText("statistic"))
        .containsExactlyElementsOf(means.keySet());
    for (JsonNode column : data.at("/corpus/statistics")) {
      for (int head = 0; head < 2; head++) {
        requireNumber(
            column.get("mean").get(head), means.get(column.get("statistic").asText())[head]);
      }
    }
    assertThat(data.at("/corpus/layer_statistics")).isEmpty();
    assertThat(data.get("notes")).isEmpty();

    // The format of version 0.1.0.
    ObjectNode old = (ObjectNode) found.deepCopy();
    old.remove(List.of("layers", "relations", "examples"));
    for (String part : List.of("statistics", "divergences", "links", "words")) {
      old.get(part)
          .forEach(row -> ((ObjectNode) row).remove(List.of("layer", "other_layer", "rollout")));
    }
    Files.writeString(analysis.resolve("analysis.json"), old.toString());
    JsonNode before = data(report("old", options)).get("corpus");
    for (String part : List.of("statistics", "divergences", "links", "words", "head_labels")) {
      assertThat(before.get(part)).as(part).isEqualTo(data.get("corpus").get(part));
    }
    assertThat(before.get("relations")).isEmpty();
    assertThat(before.get("examples")).isEmpty();
    assertThat(before.get("example_sentences")).isEmpty();
  }

  @Test
  void aTableOfVersion010HasAPage() throws IOException {
    String attended = "src/test/resources/version-0.1.0/attended";
    JsonNode data = data(report("page", "--input", attended));
    assertThat(data.get("sentences")).isNotEmpty();
  }

  @Test
  void anAnalysisOfOtherHeadsOrLayersIsRefused() throws IOException {
    String two = attend("two").toString();
    String ofTwo = analyze("of-two", "--input", two).toString();
    String[] oneHead = {"--input", SAMPLE, "--weights", WEIGHTS, "--heads", "1"};
    refuse(
        List.of("--input", attend("one", oneHead).toString(), "--analysis", ofTwo),
        "--analysis " + ofTwo,
        "2 heads",
        "has 1");
    refuse(List.of("--input", two, "--analysis", two), "another job than analyze");
    refuse(List.of("--input", two, "--analysis", WEIGHTS), "is no run folder");

    String[] text = {
      "--model", "src/test/resources/encoders/gelu", "--input", "data-samples/corpus.txt"
    };
    String table = attend("model", text).toString();
    String some = analyze("some", with(text, "--layers", "0,2", "--heads", "2.1")).toString();
    refuse(
        List.of("--input", table, "--analysis", some),
        "--analysis " + some + ": is of the layers 0,2",
        "--layers 0-2");
    JsonNode shown = data(report("some", "--input", table, "--layers", "2", "--analysis", some));
    assertThat(shown.get("analysis").asText()).contains("are of layer 2.", "are of the heads 2.1.");
    String alone = analyze("alone", "--input", table, "--layers", "2").toString();
    JsonNode same = data(report("alone", "--input", table, "--layers", "2", "--analysis", alone));
    assertThat(same.at("/corpus/statistics")).isEqualTo(shown.at("/corpus/statistics"));
    refuse(
        List.of("--input", table, "--layers", "0", "--analysis", alone),
        "--analysis " + alone + ": is of layer 2",
        "--layers 0");
    refuse(List.of("--input", two, "--analysis", alone), "is of 3 heads");
    List<String> plain = new ArrayList<>(List.of("--input", SAMPLE, "--weights", "xavier:1"));
    plain.addAll(List.of("--heads", "3", "--head-dim", "8"));
    String ofThree = attend("three", plain.toArray(new String[0])).toString();
    refuse(List.of("--input", ofThree, "--analysis", some), "is of the layers 0,2", "is one");
  }
}
