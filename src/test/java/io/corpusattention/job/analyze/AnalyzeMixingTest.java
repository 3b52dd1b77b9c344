package io.corpusattention.job.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tests the lengths of what the layers of a model move, and how much a layer mixes a token with
 * others.
 */
class AnalyzeMixingTest extends AnalyzeRuns {
  private static final Path MODELS = Path.of("src/test/resources/encoders");

  private Path text() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("data-samples/corpus.txt"));
    return Files.write(temp.resolve("c.txt"), lines.subList(0, 40));
  }

  private Path analyze(String name, String model, Path input, String... more) {
    String[] options = {
      "--model", MODELS.resolve(model).toString(), "--input", input.toString(), "--norms"
    };
    return analyze(name, CommandRun.with(options, more));
  }

  private static Map<String, JsonNode> statistics(Path output) throws IOException {
    Map<String, JsonNode> found = new HashMap<>();
    for (JsonNode entry : found(output).get("statistics")) {
      found.put(name(entry), entry);
    }
    return found;
  }

  private static String name(JsonNode entry) {
    return entry.get("layer") + " " + entry.get("head") + " " + entry.get("statistic").asText();
  }

  @Test
  void lengthsAndMixingRatiosOfAllLayersAreThoseOfThePapersInFloat64() throws IOException {
    JsonNode expected = JSON.readTree(GOLDEN.resolve("mixing.json").toFile());
    Map<String, JsonNode> found = statistics(analyze("run", "gelu", text()));
    assertThat(expected).hasSizeGreaterThan(20);
    for (JsonNode entry : expected) {
      for (String figure : List.of("sentence_mean", "interval_low", "token_mean", "tokens")) {
        double value = entry.get(figure).asDouble();
        assertThat(found.get(name(entry)).get(figure).asDouble())
            .as(name(entry) + " " + figure)
            .isCloseTo(value, within(2e-5 * Math.max(1, value)));
      }
    }
  }

  @Test
  void sentencesThatComeEmbeddedAreMixedAlike() throws IOException {
    Path embedded = temp.resolve("embedded");
    CommandRun.succeed(
        "embed",
        "--model",
        MODELS.resolve("gelu").toString(),
        "--input",
        text().toString(),
        "--output",
        embedded.toString());
    assertThat(found(analyze("of-embedded", "gelu", embedded)))
        .isEqualTo(found(analyze("of-text", "gelu", text())));
  }

  @Test
  void lengthsLeaveTheOtherFiguresOfAModelAlone() throws IOException {
    Map<String, JsonNode> both = statistics(analyze("norms", "gelu", text()));
    String[] plain = {"--model", MODELS.resolve("gelu").toString(), "--input", text().toString()};
    Map<String, JsonNode> alone = statistics(analyze("plain", plain));
    assertThat(both).containsAllEntriesOf(alone).hasSizeGreaterThan(alone.size());
  }

  @Test
  void aLayerWithItsNormInFrontHasLengthsAndNoMixingRatio() throws IOException {
    Map<String, JsonNode> found = statistics(analyze("run", "gpt2", text()));
    assertThat(found.keySet())
        .contains("0 null norm_entropy", "0 0 norm_length")
        .doesNotContain("0 null mixing_ratio");
  }
}
