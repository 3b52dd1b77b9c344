package io.corpusattention.job.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares the parts of an analysis.json with the results of src/test/python/make_layers.py. */
final class GoldenRows {
  private static final List<String> FIGURES =
      List.of(
          "sentence_mean", "interval_low", "interval_high", "token_mean", "sentences", "tokens");

  /**
   * The fields that identify a row of each part, followed by its numbers, in the order of the
   * golden file.
   */
  private static final Map<String, List<List<String>>> ROWS =
      Map.of(
          "statistics", List.of(List.of("layer", "head", "statistic"), FIGURES),
          "divergences", List.of(List.of("layer", "head", "other_layer", "other_head"), FIGURES),
          "links", List.of(List.of("query_word", "key_word"), List.of("weight", "meetings")),
          "words", List.of(List.of("word"), List.of("received", "occurrences", "rollout")),
          "relations",
              List.of(
                  List.of("relation", "direction", "layer", "head"),
                  List.of(
                      "share",
                      "interval_low",
                      "interval_high",
                      "words",
                      "offset",
                      "offset_share")));

  static final Set<String> PARTS = ROWS.keySet();

  private GoldenRows() {}

  /** Verifies that a part of analysis.json has exactly the rows of the golden file. */
  static void check(String part, JsonNode actual, JsonNode expected) {
    List<String> names = ROWS.get(part).get(0);
    List<String> numbers = ROWS.get(part).get(1);
    Map<String, JsonNode> found = new TreeMap<>();
    for (JsonNode row : actual.get(part)) {
      StringBuilder key = new StringBuilder();
      names.forEach(name -> key.append(row.get(name).asText()).append(' '));
      assertThat(found.put(key.toString(), row)).as("twice: " + key).isNull();
    }
    assertThat(expected.get(part)).as(part).isNotEmpty();
    for (JsonNode row : expected.get(part)) {
      StringBuilder key = new StringBuilder();
      for (int i = 0; i < names.size(); i++) {
        key.append(row.get(i).asText()).append(' ');
      }
      JsonNode of = found.remove(key.toString());
      assertThat(of).as(part + " has no " + key).isNotNull();
      for (int i = 0; i < numbers.size(); i++) {
        JsonNode number = row.get(names.size() + i);
        String what = part + " " + key + numbers.get(i);
        assertThat(of.get(numbers.get(i)).isNull()).as(what).isEqualTo(number.isNull());
        assertThat(of.get(numbers.get(i)).asDouble())
            .as(what)
            .isCloseTo(number.asDouble(), within(1e-6));
      }
    }
    assertThat(found.keySet()).as("not expected of " + part).isEmpty();
  }
}
