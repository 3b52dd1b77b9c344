package io.corpusattention.job.report;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** The page's data are those of the table and of its analysis. */
class ReportTest extends ReportRuns {
  private static JsonNode data(Path page) throws IOException {
    String text = Files.readString(page);
    String start = "id=\"data\">";
    int from = text.indexOf(start) + start.length();
    return new ObjectMapper().readTree(text.substring(from, text.indexOf("</script>", from)));
  }

  private static List<String> ids(JsonNode data) {
    List<String> ids = new ArrayList<>();
    data.get("sentences").forEach(sentence -> ids.add(sentence.get("id").asText()));
    return ids;
  }

  private static double[] weights(JsonNode sentence) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(sentence.get("weights").asText()))
            .order(ByteOrder.LITTLE_ENDIAN);
    double[] weights = new double[bytes.remaining() / 2];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (bytes.getShort() & 0xffff) / 65535.0;
    }
    return weights;
  }

  private static void assertWeights(JsonNode sentence, List<Float> expected) {
    double[] weights = weights(sentence);
    assertThat(weights).hasSize(expected.size());
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).isCloseTo(expected.get(i), within(1e-5));
    }
  }

  @Test
  void namedSentencesAreShownInTheirOrderWithTheTablesWeights() throws IOException {
    Path table = attend("table");
    JsonNode data = data(report("page", "--input", table.toString(), "--ids", "7,3"));
    assertThat(ids(data)).containsExactly("7", "3");
    assertThat(data.get("corpus").isNull()).isTrue();
    assertThat(data.get("notes").toString()).contains("jobs/analyze");
    Map<String, Row> rows = Attend.table(table);
    for (JsonNode sentence : data.get("sentences")) {
      Row row = rows.get(sentence.get("id").asText() + "/0");
      assertWeights(sentence, Attend.list(row, "attention"));
      List<String> keys = new ArrayList<>();
      sentence.get("keys").forEach(key -> keys.add(key.asText()));
      assertThat(keys).isEqualTo(Attend.<String>list(row, "tokens"));
    }
    long counted = 0;
    for (JsonNode bin : data.at("/lengths/bins")) {
      counted += bin.get("sentences").asLong();
    }
    assertThat(counted).isEqualTo(rows.size());
  }

  @Test
  void tilesAndHeaviestKeysMakePicturesToo() throws IOException {
    Path whole = attend("whole");
    Path tiles = attend("tiles", "--max-row-bytes", "400");
    assertThat(Attend.table(tiles).size()).isGreaterThan(Attend.table(whole).size());
    String[] ids = {"--ids", "5,9"};
    JsonNode expected = data(report("whole", with(ids, "--input", whole.toString())));
    JsonNode found = data(report("tiles", with(ids, "--input", tiles.toString())));
    assertThat(found.get("sentences")).isEqualTo(expected.get("sentences"));

    Path top = attend("top", "--attention", "top-k:2");
    JsonNode heaviest =
        data(report("top", with(ids, "--input", top.toString()))).at("/sentences/0");
    assertThat(heaviest.get("partial").asBoolean()).isTrue();
    double[] all = weights(expected.at("/sentences/0"));
    double[] some = weights(heaviest);
    int n = heaviest.get("keys").size();
    assertThat(some).hasSize(all.length);
    for (int row = 0; row < all.length / n; row++) {
      int kept = 0;
      for (int at = row * n; at < (row + 1) * n; at++) {
        if (some[at] > 0) {
          kept++;
          assertThat(some[at]).isEqualTo(all[at]);
        }
      }
      assertThat(kept).isEqualTo(2);
    }
  }

  @Test
  void theChoiceOfSentencesDoesNotDependOnThePartitions() throws IOException {
    Path one = attend("one");
    Path many = attend("many", "--partitions", "7");
    JsonNode chosen = data(report("one", "--input", one.toString()));
    assertThat(ids(chosen)).hasSize(6).doesNotHaveDuplicates();
    assertThat(ids(data(report("many", "--input", many.toString())))).isEqualTo(ids(chosen));
    for (JsonNode sentence : chosen.get("sentences")) {
      assertThat(sentence.get("keys").size()).isBetween(6, 32);
    }
  }

  @Test
  void aWordChoosesAmongTheSentencesThatHaveIt() throws IOException {
    Path table = attend("table");
    JsonNode data =
        data(report("page", "--input", table.toString(), "--contains", "CAT", "--sentences", "3"));
    assertThat(ids(data)).hasSize(3);
    for (JsonNode sentence : data.get("sentences")) {
      assertThat(sentence.get("keys").toString().toLowerCase(Locale.ROOT)).contains("\"cat\"");
    }
  }

  @Test
  void queriesFromElsewhereStandOnTheLeft() throws IOException {
    String query = temp.resolve("query.npy").toString();
    Corpora.npy(Path.of(query), 3, 32, Corpora.floats(77, 3 * 32));
    Path named = attend("named", "--query", query, "--query-tokens", "who,did,what");
    assertThat(
            data(report("named", "--input", named.toString(), "--ids", "1"))
                .at("/sentences/0/queries")
                .toString())
        .isEqualTo("[\"who\",\"did\",\"what\"]");
    Path numbered = attend("numbered", "--query", query);
    assertThat(
            data(report("numbered", "--input", numbered.toString(), "--ids", "1"))
                .at("/sentences/0/queries")
                .toString())
        .isEqualTo("[\"query 1\",\"query 2\",\"query 3\"]");
  }

  @Test
  void figuresOfTheCorpusComeFromItsAnalysis() throws IOException {
    Path table = attend("table");
    String analysis = temp.resolve("analysis").toString();
    CommandRun.succeed("analyze", "--input", table.toString(), "--output", analysis);
    JsonNode data = data(report("page", "--input", table.toString(), "--analysis", analysis));
    JsonNode found = new ObjectMapper().readTree(Path.of(analysis, "analysis.json").toFile());
    List<Double> ofHeads = new ArrayList<>(); // and not the mean of the heads
    found
        .get("statistics")
        .forEach(
            row -> {
              if (!row.get("head").isNull()) {
                ofHeads.add(row.get("sentence_mean").asDouble());
              }
            });
    assertThat(data.at("/corpus/statistics").size()).isEqualTo(ofHeads.size());
    assertThat(data.at("/corpus/statistics/0/sentence_mean"))
        .isEqualTo(found.at("/statistics/0/sentence_mean"));
    assertThat(data.get("notes")).isEmpty();

    refuse(
        List.of(
            "--input",
            attend("other", "--input", SAMPLE, "--weights", WEIGHTS, "--heads", "1").toString(),
            "--analysis",
            analysis),
        "--analysis " + analysis,
        "2 heads",
        "has 1");
    refuse(
        List.of("--input", table.toString(), "--analysis", table.toString()),
        "another job than analyze");
    refuse(List.of("--input", table.toString(), "--analysis", WEIGHTS), "is no run folder");
  }

  @Test
  void figuresAreThoseOfTheLayerThatIsShown() throws IOException {
    String[] text = {
      "--model", "src/test/resources/encoders/gelu", "--input", "data-samples/corpus.txt"
    };
    String table = attend("table", text).toString();
    String analysis = temp.resolve("analysis").toString();
    CommandRun.succeed("analyze", "--input", table, "--divergences", "all", "--output", analysis);
    JsonNode all = new ObjectMapper().readTree(Path.of(analysis, "analysis.json").toFile());
    String[] options = {"--input", table, "--layers", "2", "--sentences", "1"};
    JsonNode page = data(report("page", with(options, "--analysis", analysis)));
    assertThat(page.get("corpus").get("statistics")).isNotEmpty();
    for (String part : List.of("statistics", "divergences")) {
      List<Double> expected = new ArrayList<>();
      for (JsonNode row : all.get(part)) {
        boolean own = !row.has("other_layer") || row.get("other_layer").equals(row.get("layer"));
        if (own
            && !row.get("head").isNull()
            && row.get("layer").isInt()
            && row.get("layer").asInt() == 2) {
          expected.add(row.get("sentence_mean").asDouble());
        }
      }
      List<Double> found = new ArrayList<>();
      page.get("corpus").get(part).forEach(row -> found.add(row.get("sentence_mean").asDouble()));
      assertThat(found).as(part).isNotEmpty().isEqualTo(expected);
    }
    for (int head = 0; head < 3; head++) {
      assertThat(page.at("/corpus/head_labels/" + head))
          .isEqualTo(all.at("/head_labels/" + (2 * 3 + head)));
    }
    assertThat(page.at("/corpus/links")).isEqualTo(withoutLayers(all.get("links")));
    assertThat(page.get("analysis").asText())
        .contains("of layer 2.", "Links and words are of all its 3 layers.");

    String two = temp.resolve("two").toString();
    CommandRun.succeed("analyze", with(text, "--layers", "0,2", "--heads", "2.1", "--output", two));
    JsonNode chosen = data(report("two", with(options, "--analysis", two)));
    assertThat(chosen.at("/corpus/statistics")).isEqualTo(page.at("/corpus/statistics"));
    assertThat(chosen.get("analysis").asText()).contains("are of the heads 2.1.");
    refuse(
        List.of("--input", table, "--layers", "1", "--analysis", two),
        "--analysis " + two + ": is of the layers 0,2",
        "--layers 1");
    String one = temp.resolve("one").toString();
    CommandRun.succeed("analyze", "--input", table, "--layers", "2", "--output", one);
    JsonNode alone = data(report("one", with(options, "--analysis", one)));
    assertThat(alone.at("/corpus/statistics")).isEqualTo(page.at("/corpus/statistics"));
    refuse(
        List.of("--input", table, "--layers", "0", "--analysis", one),
        "--analysis " + one + ": is of layer 2",
        "--layers 0");
    String other = attend("other").toString();
    refuse(List.of("--input", other, "--analysis", one), "is of 3 heads");
    String ofOne =
        attend("three", "--input", SAMPLE, "--weights", "xavier:1", "--heads", "4").toString();
    String plain = temp.resolve("plain").toString();
    CommandRun.succeed("analyze", "--input", ofOne, "--output", plain);
    assertThat(data(report("plain", "--input", ofOne, "--analysis", plain)).get("corpus").isNull())
        .isFalse();
  }

  /** A page's links have no column for a layer, nor those of version 0.1.0. */
  private static JsonNode withoutLayers(JsonNode links) {
    JsonNode copy = links.deepCopy();
    copy.forEach(link -> ((ObjectNode) link).remove("layer"));
    return copy;
  }

  @Test
  void sentencesThatAreTooLongAreSaidToBe() throws IOException {
    List<Row> rows = new ArrayList<>(Corpora.sentences(30));
    int n = 600;
    rows.add(RowFactory.create(99L, Corpora.words(n), Corpora.floats(1, n * Corpora.WIDTH)));
    String input = Corpora.write(temp.resolve("corpus"), rows, Corpora.schema(), 1);
    String weights = Corpora.weights(temp.resolve("weights"));
    String table = attend("table", "--input", input, "--weights", weights).toString();
    JsonNode data = data(report("page", "--input", table, "--ids", "99,4"));
    assertThat(ids(data)).containsExactly("4");
    assertThat(data.get("notes").toString()).contains("99");
  }

  @Test
  void anEmptyTableHasAPageThatSaysSo() throws IOException {
    String input = Corpora.write(temp.resolve("corpus"), List.of(), Corpora.schema(), 1);
    String weights = Corpora.weights(temp.resolve("weights"));
    String table = attend("table", "--input", input, "--weights", weights).toString();
    JsonNode data = data(report("page", "--input", table));
    assertThat(data.get("sentences")).isEmpty();
    assertThat(data.get("notes").toString()).contains("The table has no sentences");
  }

  @Test
  void aWordIsFoundInItsPieces() throws IOException {
    String sentences = temp.resolve("sentences").toString();
    String model = "src/test/resources/embedders/bert";
    CommandRun.succeed(
        "embed", "--input", "data-samples/corpus.txt", "--model", model, "--output", sentences);
    Path table = attend("pieces", "--input", sentences, "--weights", model, "--layer", "0");
    JsonNode data = data(report("page", "--input", table.toString(), "--contains", "window"));
    assertThat(data.at("/sentences/0/keys").toString()).doesNotContain("\"window\"");
  }
}
