package io.corpusattention.job.summarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests summaries and keywords of a model's layers and heads. Another program wrote the golden
 * table, in tiles and in its own order. The expected figures come from
 * src/test/python/make_summaries.py.
 */
class SummarizeLayersTest {
  private static final Path GOLDEN = Path.of("src/test/resources/analysis");
  private static final Path TABLE = GOLDEN.resolve("layers.parquet");
  private static final Offset<Double> CLOSE = within(1e-6);

  @TempDir private Path temp;

  private static JsonNode golden(String choice) throws IOException {
    return new ObjectMapper().readTree(GOLDEN.resolve("summaries.json").toFile()).get(choice);
  }

  private static List<String> options(JsonNode choice) {
    List<String> options = new ArrayList<>();
    choice.get("options").forEach(option -> options.add(option.asText()));
    return options;
  }

  private Path summarize(String name, Path attention, List<String> options, String... more) {
    Path output = temp.resolve("runs").resolve(name);
    Summarize.succeed(attention, output, CommandRun.with(options.toArray(new String[0]), more));
    return output;
  }

  /** Runs attend with the model and the sentences of the golden table. */
  private Path attend(String name, String... more) {
    Path output = temp.resolve(name);
    CommandRun.succeed(
        "attend",
        CommandRun.with(
            more,
            "--model",
            "src/test/resources/encoders/gelu",
            "--input",
            GOLDEN.resolve("treebank.conllu").toString(),
            "--input-format",
            "conllu",
            "--output",
            output.toString()));
    return output;
  }

  private static void checkSummaries(Path output, JsonNode expected, String what) {
    Map<String, Row> actual = Summarize.summaries(output);
    assertThat(actual).hasSize(expected.size());
    expected
        .properties()
        .forEach(
            sentence -> {
              Row row = actual.get(sentence.getKey());
              List<Float> scores = Attend.list(row, "scores");
              List<String> words = Attend.list(row, "words");
              JsonNode all = sentence.getValue().get("words");
              String which = what + " of " + sentence.getKey();
              assertThat(words).as(which).hasSize(all.size());
              for (int i = 0; i < all.size(); i++) {
                assertThat(words.get(i)).as(which).isEqualTo(all.get(i).get(0).asText());
                assertThat((double) scores.get(i))
                    .as(which)
                    .isCloseTo(all.get(i).get(1).asDouble(), CLOSE);
              }
            });
  }

  private static void checkKept(Path output, JsonNode expected) {
    Map<String, Row> actual = Summarize.summaries(output);
    expected
        .properties()
        .forEach(
            sentence -> {
              List<String> kept = new ArrayList<>();
              sentence.getValue().get("kept").forEach(word -> kept.add(word.asText()));
              assertThat(Attend.<String>list(actual.get(sentence.getKey()), "words"))
                  .as(sentence.getKey())
                  .isEqualTo(kept);
            });
  }

  private static void checkKeywords(Path output, JsonNode expected) {
    Map<String, Row> actual = new TreeMap<>();
    Summarize.keywords(output)
        .forEach(
            (key, row) -> {
              if (row.getString(3).equals("word")) {
                actual.put(row.get(0) + " " + row.getString(2).toLowerCase(Locale.ROOT), row);
              }
            });
    assertThat(actual).hasSize(expected.size());
    for (JsonNode keyword : expected) {
      String key = keyword.get(0).asText() + " " + keyword.get(1).asText();
      assertThat(actual.get(key).getDouble(4)).as(key).isCloseTo(keyword.get(2).asDouble(), CLOSE);
      assertThat(actual.get(key).getLong(5)).as(key).isEqualTo(keyword.get(3).asLong());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "layers", "one_layer", "heads", "rollout"})
  void scoresAreThoseOfTheDefinitionsInFloat64(String choice) throws IOException {
    JsonNode expected = golden(choice);
    Path all = summarize("all", TABLE, options(expected), "--keep", "1");
    checkSummaries(all, expected.get("summaries"), choice);
    Path output =
        summarize(
            "run", TABLE, options(expected), "--document-column", "truncated", "--keywords", "100");
    checkKept(output, expected.get("summaries"));
    checkKeywords(output, expected.get("keywords"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "heads", "rollout"})
  void theBitsAreTheSameInAnyPartitions(String choice) throws IOException {
    List<String> options = options(golden(choice));
    options.addAll(List.of("--document-column", "truncated", "--keep", "1", "--partitions"));
    Path one = summarize("1", TABLE, options, "1");
    for (String partitions : List.of("7", "64")) {
      Path other = summarize(partitions, TABLE, options, partitions);
      assertThat(Summarize.summaries(other)).isEqualTo(Summarize.summaries(one));
      assertThat(Summarize.keywords(other)).isEqualTo(Summarize.keywords(one));
      assertThat(Summarize.documents(other)).isEqualTo(Summarize.documents(one));
    }
  }

  /**
   * For all heads, the column attention_received is already a mean, regardless of the other columns
   * of the table.
   */
  @Test
  void theTablesThatAttendWritesGiveTheSameWholeInTilesAndTopK() throws IOException {
    Path whole = attend("whole");
    Path tiles = attend("tiles", "--max-row-bytes", "2000");
    Path top = attend("top", "--attention", "top-k:2");
    for (String choice : List.of("all", "layers", "one_layer", "heads", "rollout")) {
      JsonNode expected = golden(choice);
      for (Path table : List.of(whole, tiles, top)) {
        if (table == top && (choice.equals("heads") || choice.equals("rollout"))) {
          continue; // these need every weight
        }
        String name = choice + "-of-" + table.getFileName();
        checkSummaries(
            summarize(name, table, options(expected), "--keep", "1"),
            expected.get("summaries"),
            name);
      }
    }
    List<String> documents = List.of("--document-column", "truncated", "--keywords", "100");
    Path ofWhole = summarize("documents", whole, documents);
    checkKeywords(ofWhole, golden("all").get("keywords"));
    assertThat(Summarize.keywords(summarize("documents-of-tiles", tiles, documents)))
        .isEqualTo(Summarize.keywords(ofWhole));
    Path rolled = summarize("rolled", tiles, documents, "--measure", "rollout");
    assertThat(Summarize.keywords(rolled)).isEqualTo(Summarize.keywords(ofWhole));
  }

  @Test
  void aModelsTableHasNoStopListAndAThirdOfItsWords() throws IOException {
    for (List<String> options : List.of(List.<String>of(), List.of("--layers", "1"))) {
      Path output = summarize("of-" + options.size(), TABLE, options);
      JsonNode manifest = Attend.manifest(output);
      assertThat(manifest.at("/configuration/stop-words").asText()).isEqualTo("none");
      assertThat(manifest.at("/configuration/keep").asText()).isEqualTo("a third, at least 2");
      assertThat(manifest.at("/configuration/measure").asText()).isEqualTo("received");
      assertThat(manifest.at("/configuration/layers").asText())
          .isEqualTo(options.isEmpty() ? "all" : "1");
    }
    Path named = summarize("named", TABLE, List.of("--stop-words", "english", "--words", "9"));
    assertThat(Attend.<String>list(Summarize.summaries(named).get("1"), "words"))
        .containsExactly("cat", "sat", "mat");
    Path config = summarize("config", TABLE, List.of("--config", "conf/summarize.properties"));
    assertThat(Summarize.summaries(config))
        .isEqualTo(Summarize.summaries(temp.resolve("runs").resolve("of-0")));
  }

  @Test
  void whatTheTableCannotGiveIsRefused() {
    refuse(TABLE, List.of("--layers", "3"), "--layers 3", "has the layers 0-2");
    refuse(TABLE, List.of("--layers", "x"), "--layers x", "0,3-5");
    refuse(TABLE, List.of("--heads", "1"), "--heads 1", "of no layer");
    refuse(TABLE, List.of("--heads", "2.3"), "--heads 2.3", "heads 0 to 2");
    refuse(TABLE, List.of("--layers", "0,1", "--heads", "2.1"), "--heads 2.1", "2 layers");
    refuse(
        TABLE,
        List.of("--measure", "rollout", "--layers", "0,1"),
        "--measure rollout",
        "all 3 layers of a model, and 2 are chosen; leave --layers out");
    refuse(
        TABLE,
        List.of("--measure", "rollout", "--heads", "2.1"),
        "--measure rollout",
        "leave --heads out");
    refuse(TABLE, List.of("--measure", "best"), "--measure", "received, rollout");
    Path some = attend("some", "--layers", "0,2", "--attention", "top-k:2");
    refuse(
        some,
        List.of("--measure", "rollout"),
        "all 3 layers of a model, and 2 are in the table; run jobs/attend without --layers");
    refuse(some, List.of("--heads", "2.1"), "top-k:2", "--attention full, or leave --heads out");
    Path top = attend("top", "--attention", "top-k:2");
    refuse(
        top,
        List.of("--measure", "rollout"),
        "top-k:2",
        "--attention full, or leave --measure out");
  }

  private void refuse(Path input, List<String> more, String... parts) {
    Path output = temp.resolve("refused");
    List<String> options = new ArrayList<>(more);
    options.addAll(List.of("--input", input.toString(), "--output", output.toString()));
    Summarize.refuse(options, parts);
    assertThat(output).doesNotExist();
  }

  @Test
  void rowsThatAreMissingOrThereTwiceStopTheJob() throws IOException {
    Path gap = GOLDEN.resolve("gap.parquet");
    for (List<String> more :
        List.of(List.<String>of(), List.of("--document-column", "truncated"))) {
      refuse(
          gap, more, "the rows of 2", "of layer 1 they have 0 queries for 9 tokens", "all files");
    }
    refuse(gap, List.of("--measure", "rollout"), "the rows of 2", "no rows may be missing");
    assertThat(Summarize.summaries(summarize("2", gap, List.of("--layers", "2")))).hasSize(2);
    Path one = attend("one");
    Path both = Path.of(one + "," + attend("same"));
    for (String measure : List.of("received", "rollout")) {
      refuse(
          both,
          List.of("--measure", measure),
          "of layer 0 they have",
          "and the first 2 times",
          "unique");
    }
    refuse(both, List.of("--layers", "1"), "of layer 1 they have", "and the first 2 times");
  }

  /** Files that attend wrote keep the rows of a sentence together, and rollout relies on that. */
  @Test
  void rowsOfOurOwnFilesThatNoLongerStandTogetherAreToldAndPutTogether() throws IOException {
    String file = Files.readString(TABLE, StandardCharsets.ISO_8859_1);
    assertThat(file).containsOnlyOnce("parquet-cpp-arrow");
    Path own = temp.resolve("own.parquet");
    Files.writeString(
        own, file.replace("parquet-cpp-arrow", "parquet-mr--arrow"), StandardCharsets.ISO_8859_1);
    List<String> rollout = List.of("--measure", "rollout", "--keep", "1");
    refuse(own, rollout, "one after the other", "add --partitions N");
    JsonNode expected = golden("rollout").get("summaries");
    checkSummaries(summarize("own", own, rollout, "--partitions", "7"), expected, "rollout");
    Path received = summarize("received", own, List.of("--keep", "1"));
    checkSummaries(received, golden("all").get("summaries"), "received");
  }
}
