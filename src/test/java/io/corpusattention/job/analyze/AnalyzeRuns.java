package io.corpusattention.job.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** Runs analyze, and attend for it, in the test's own folder, and reads the results. */
abstract class AnalyzeRuns {
  static final Path GOLDEN = Path.of("src/test/resources/analysis");
  static final String SAMPLE = "data-samples/sentences.parquet";
  static final String WEIGHTS = "data-samples/weights";
  static final ObjectMapper JSON = new ObjectMapper();

  /** The parts of analysis.json, with the fields that identify an entry of each. */
  static final Map<String, List<String>> PARTS =
      Map.of(
          "statistics", List.of("head", "statistic"),
          "divergences", List.of("head", "other_head"),
          "links", List.of("query_word", "key_word"),
          "words", List.of("word"));

  @TempDir Path temp;

  Path analyze(String name, String... options) {
    Path output = temp.resolve(name);
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--output", output.toString()));
    CommandRun.succeed("analyze", all.toArray(new String[0]));
    return output;
  }

  String attend(String name, String... options) {
    String output = temp.resolve(name).toString();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--output", output));
    CommandRun.succeed("attend", all.toArray(new String[0]));
    return output;
  }

  static JsonNode found(Path output) throws IOException {
    return JSON.readTree(output.resolve("analysis.json").toFile());
  }

  /** Returns the entries of a part by name. */
  static Map<String, JsonNode> entries(JsonNode analysis, String part) {
    Map<String, JsonNode> entries = new TreeMap<>();
    for (JsonNode entry : analysis.get(part)) {
      StringBuilder name = new StringBuilder(part);
      PARTS.get(part).forEach(key -> name.append(' ').append(entry.get(key).asText()));
      assertThat(entries.put(name.toString(), entry)).as("twice: " + name).isNull();
    }
    return entries;
  }
}
