package io.corpusattention.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that an edited analysis.json is read completely or refused. */
class AnalysisTest {
  private static final String WHOLE =
      """
      {"sentences": 1, "tokens": 2, "layers": [null], "heads": 1, "self_attention": true,
       "statistics": [{"layer": null, "head": 0, "statistic": "entropy", "sentence_mean": null}],
       "head_labels": [["sink"]],
       "divergences": [{"head": 0, "other_head": 0, "sentence_mean": 0.5}],
       "links": [{"query_word": "a", "key_word": "b", "weight": 0.5, "meetings": 3}],
       "words": [{"word": "a", "received": 1.5, "occurrences": 4}],
       "relations": [{"relation": "det", "direction": "up", "head": 0, "share": 0.5, "words": 1,
         "offset": 1, "offset_share": 0.5}],
       "examples": [{"kind": "word", "rank": 1, "sentence_id": 7, "weight": 0.5, "key_place": 1}]}
      """;

  private ObjectNode json;

  @BeforeEach
  void parse() throws IOException {
    json = (ObjectNode) new ObjectMapper().readTree(WHOLE);
  }

  private static Analysis read(JsonNode json) throws IOException {
    return Analysis.read(
        new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aWholeOneIsRead() throws IOException {
    assertThat(read(json).words()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "statistics",
        "head_labels",
        "divergences",
        "links",
        "words",
        "relations",
        "examples"
      })
  void aNullAmongItsPartsIsRefused(String part) {
    ((ArrayNode) json.get(part)).addNull();
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "statistics/statistic",
        "divergences/head",
        "links/query_word",
        "links/key_word",
        "links/weight",
        "words/word",
        "relations/relation",
        "relations/direction",
        "examples/weight"
      })
  void aNullWhereSomethingMustBeIsRefused(String field) {
    List<String> path = List.of(field.split("/", -1));
    ((ObjectNode) json.get(path.get(0)).get(0)).putNull(path.get(1));
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  @Test
  void nothingAtAllIsRefused() {
    assertThatThrownBy(() -> read(new ObjectMapper().nullNode()))
        .isInstanceOf(IOException.class)
        .hasMessage("it is null");
    ((ArrayNode) json.get("head_labels").get(0)).addNull();
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }
}
