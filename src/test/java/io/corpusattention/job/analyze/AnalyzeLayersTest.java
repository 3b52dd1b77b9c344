package io.corpusattention.job.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Verifies that the figures of a model's layers match their definitions. The tables and the
 * expected figures come from src/test/python/make_layers.py, which writes rows in its own order.
 */
class AnalyzeLayersTest extends AnalyzeRuns {
  private static String table(String name) {
    return GOLDEN.resolve(name + ".parquet").toString();
  }

  private static JsonNode golden(String name) throws IOException {
    return JSON.readTree(GOLDEN.resolve(name + ".json").toFile());
  }

  private Path run(String name, String table, String... options) {
    return analyze(name, CommandRun.with(options, "--input", table, "--min-count", "2"));
  }

  /** layers: three layers in tiles, with special tokens. causal: two of three layers. */
  @ParameterizedTest
  @CsvSource({"layers, 1", "causal, 0"})
  void figuresOfAllLayersAreThoseOfTheDefinitionsInFloat64(String name, int cut)
      throws IOException {
    JsonNode expected = golden(name);
    Path output = run("run", table(name), "--divergences", "all");
    JsonNode actual = found(output);
    assertThat(actual.get("layers")).isEqualTo(expected.get("layers"));
    assertThat(actual.get("sentences")).isEqualTo(expected.get("sentences"));
    assertThat(actual.get("tokens")).isEqualTo(expected.get("tokens"));
    for (String part : GoldenRows.PARTS) {
      GoldenRows.check(part, actual, expected);
    }
    JsonNode counts = Attend.manifest(output).get("counts");
    assertThat(counts.get("with_relations")).isEqualTo(expected.get("with_relations"));
    assertThat(counts.get("cut_without_relations").asInt()).isEqualTo(cut);
    assertThat(counts.get("words_without_pieces").asInt()).isEqualTo(cut);
    for (String part : GoldenRows.PARTS) {
      assertThat(CommandRun.rows(output, part)).as(part).hasSize(actual.get(part).size());
    }
    assertThat(CommandRun.rows(output, "heads")).hasSize(actual.get("head_labels").size());
  }

  @ParameterizedTest
  @CsvSource({"layers", "causal"})
  void linksAndWordsAreOfTheHeadsThatAreNamed(String name) throws IOException {
    JsonNode expected = golden(name).get("of_heads");
    JsonNode all = found(run("all", table(name)));
    JsonNode some = found(run("some", table(name), "--heads", expected.get("heads").asText()));
    GoldenRows.check("links", some, expected);
    GoldenRows.check("words", some, expected);
    for (String part : List.of("statistics", "head_labels", "divergences", "relations")) {
      assertThat(some.get(part)).as(part).isEqualTo(all.get(part));
    }
  }

  @Test
  void chosenLayersHaveTheBitsThatTheyHaveAmongAll() throws IOException {
    JsonNode all = found(run("all", table("layers")));
    JsonNode some = found(run("some", table("layers"), "--layers", "0,2"));
    assertThat(some.get("layers").toString()).isEqualTo("[0,2]");
    for (String part : List.of("statistics", "divergences")) {
      assertThat(some.get(part)).as(part).isNotEmpty();
      assertThat(some.get(part)).as(part).containsExactlyElementsOf(rowsButOfLayer1(all.get(part)));
    }
    // Rollout needs all layers.
    assertThat(all.get("statistics").toString()).contains("rollout_first");
    assertThat(all.get("words").get(0).get("rollout").isNull()).isFalse();
    assertThat(some.get("words").get(0).get("rollout").isNull()).isTrue();
  }

  private static List<JsonNode> rowsButOfLayer1(JsonNode rows) {
    List<JsonNode> some = new ArrayList<>();
    for (JsonNode row : rows) {
      if (row.get("layer").isInt() && row.get("layer").asInt() != 1) {
        some.add(row);
      }
    }
    return some;
  }

  @Test
  void headsOfALayerAreComparedUnlessAllAreAskedFor() throws IOException {
    JsonNode within = found(run("within", table("layers"))).get("divergences");
    JsonNode all = found(run("all", table("layers"), "--divergences", "all")).get("divergences");
    assertThat(within).hasSize(3 * 3).allMatch(r -> r.get("layer").equals(r.get("other_layer")));
    assertThat(all).hasSize(9 * 8 / 2).containsAll(within);
  }

  /** Files that attend wrote keep the rows of a sentence together, and analyze relies on that. */
  @Test
  void rowsOfOurOwnFilesThatNoLongerStandTogetherAreToldAndPutTogether() throws IOException {
    byte[] expected = Files.readAllBytes(run("run", table("layers")).resolve("analysis.json"));
    byte[] file = Files.readAllBytes(Path.of(table("layers")));
    String text = new String(file, StandardCharsets.ISO_8859_1);
    assertThat(text).containsOnlyOnce("parquet-cpp-arrow");
    String own = temp.resolve("own.parquet").toString();
    Files.write(
        Path.of(own),
        text.replace("parquet-cpp-arrow", "parquet-mr--arrow")
            .getBytes(StandardCharsets.ISO_8859_1));
    CommandRun.refuse(
        List.of("analyze", "--input", own, "--output", temp.resolve("refused").toString()),
        "rows of a layer hold",
        "no longer next to each other, add --partitions N, which brings them together");
    assertThat(temp.resolve("refused")).doesNotExist();
    for (String partitions : List.of("1", "7")) {
      Path output = run("own" + partitions, own, "--partitions", partitions);
      assertThat(Files.readAllBytes(output.resolve("analysis.json"))).isEqualTo(expected);
    }
  }
}
