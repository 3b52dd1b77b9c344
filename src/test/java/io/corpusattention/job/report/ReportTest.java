package io.corpusattention.job.report;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Verifies that the sentences of the page match the table. */
class ReportTest extends ReportRuns {
  private static final String[] TEXT = {
    "--model", "src/test/resources/encoders/gelu", "--input", "data-samples/corpus.txt"
  };

  @Test
  void namedSentencesComeFirstWithTheTablesWeights() throws IOException {
    Path table = attend("table");
    JsonNode data = data(report("page", "--input", table.toString(), "--ids", "7,3"));
    assertThat(ids(data)).hasSize(24).startsWith("7", "3").doesNotHaveDuplicates();
    assertThat(data.get("chosen").asText()).contains("by their ids, then the most telling others");
    assertThat(data.get("corpus").isNull()).isTrue();
    assertThat(data.get("model").isNull()).isTrue();
    assertThat(data.get("layers").toString()).isEqualTo("[null]");
    assertThat(data.get("steps").asInt()).isEqualTo(65535);
    assertThat(data.get("notes").toString()).contains("jobs/analyze");
    Map<String, Row> rows = Attend.table(table);
    for (JsonNode sentence : data.get("sentences")) {
      Row row = rows.get(sentence.get("id").asText() + "/0");
      assertWeights(weights(data, sentence), Attend.list(row, "attention"), 1e-5);
      assertThat(texts(sentence.get("keys"))).isEqualTo(Attend.<String>list(row, "tokens"));
      assertThat(sentence.get("words")).isEqualTo(sentence.get("keys"));
      assertThat(sentence.get("exact").isNull()).isTrue();
      assertThat(sentence.get("kept").isNull()).isTrue();
    }
    long counted = 0;
    for (JsonNode bin : data.at("/lengths/bins")) {
      counted += bin.get("sentences").asLong();
    }
    assertThat(counted).isEqualTo(rows.size());
  }

  @Test
  void theWeightsOfAllLayersAndHeadsAreThoseOfTheTable() throws IOException {
    Path table = attend("table", TEXT);
    JsonNode all = data(report("all", "--input", table.toString()));
    assertThat(all.get("layers").toString()).isEqualTo("[0,1,2]");
    assertThat(all.get("heads").asInt()).isEqualTo(3);
    assertThat(all.get("model").asText()).isEqualTo("gelu");
    assertThat(all.get("source").asText()).contains("3 heads of each of the layers 0-2 of gelu");
    assertThat(all.get("first_heads").size()).isBetween(1, 3);
    assertThat(ids(all)).hasSize(24);
    requireWeights(all, table, List.of(0, 1, 2));

    String[] options = {"--input", table.toString(), "--layers", "0,2", "--sentences", "3"};
    JsonNode two = data(report("two", with(options, "--heads", "2.1,0.0,0.0")));
    assertThat(two.get("layers").toString()).isEqualTo("[0,2]");
    assertThat(two.get("first_heads").toString()).isEqualTo("[0,4]");
    assertThat(ids(two)).hasSize(3);
    requireWeights(two, table, List.of(0, 2));
    refuse(List.of(with(options, "--heads", "1.1")), "--heads 1.1", "no head 1.1");
    refuse(
        List.of("--input", table.toString(), "--heads", "0.0,0.1,0.2,1.0,1.1,1.2,2.0"),
        "names 7 heads",
        "name fewer");
    refuse(List.of("--input", table.toString(), "--layers", "3"), "--layers 3", "0-2");
  }

  private static void requireWeights(JsonNode data, Path table, List<Integer> layers)
      throws IOException {
    List<Row> rows = new ArrayList<>(CommandRun.rows(table, "attention"));
    rows.sort(Comparator.comparingInt(row -> row.<Integer>getAs("layer")));
    for (JsonNode sentence : data.get("sentences")) {
      List<Float> expected = new ArrayList<>();
      for (Row row : rows) {
        if (row.get(0).toString().equals(sentence.get("id").asText())
            && layers.contains(row.<Integer>getAs("layer"))) {
          expected.addAll(Attend.<Float>list(row, "attention"));
          assertThat(texts(sentence.get("keys"))).isEqualTo(Attend.<String>list(row, "tokens"));
        }
      }
      assertWeights(weights(data, sentence), expected, 1e-5);
      int words = sentence.get("words").size();
      assertThat(sentence.at("/word_of/0").asInt()).isEqualTo(-1); // [CLS]
      int last = sentence.get("keys").size() - 2; // before [SEP]
      assertThat(sentence.get("word_of").get(last).asInt()).isEqualTo(words - 1);
      assertThat(sentence.get("held").asInt()).isBetween(1, last);
    }
  }

  @Test
  void ofManyWeightsThoseOfTheQueryThatIsHeldAreExact() throws IOException {
    List<Row> rows = new ArrayList<>();
    int n = 400;
    rows.add(RowFactory.create(1L, Corpora.words(n), Corpora.floats(1, n * Corpora.WIDTH)));
    rows.add(RowFactory.create(2L, Corpora.words(9), Corpora.floats(2, 9 * Corpora.WIDTH)));
    String input = Corpora.write(temp.resolve("corpus"), rows, Corpora.schema(), 1);
    String weights = Corpora.weights(temp.resolve("weights"));
    String[] options = {"--input", input, "--weights", weights, "--heads", "8"};
    Path table = attend("table", options);
    JsonNode data = data(report("page", "--input", table.toString()));
    assertThat(data.get("steps").asInt()).isEqualTo(255);
    assertThat(ids(data)).containsExactly("2", "1");
    for (JsonNode sentence : data.get("sentences")) {
      Row row = Attend.table(table).get(sentence.get("id").asText() + "/0");
      List<Float> attention = Attend.list(row, "attention");
      assertWeights(weights(data, sentence), attention, 0.5 / 255 + 1e-6);
      int keys = sentence.get("keys").size();
      ByteBuffer exact =
          ByteBuffer.wrap(Base64.getDecoder().decode(sentence.get("exact").asText()))
              .order(ByteOrder.LITTLE_ENDIAN);
      assertThat(exact.remaining()).isEqualTo(8 * keys * Float.BYTES);
      for (int head = 0; head < 8; head++) {
        int from = (head * keys + sentence.get("held").asInt()) * keys;
        for (int key = 0; key < keys; key++) {
          assertThat(exact.getFloat()).isEqualTo(attention.get(from + key));
        }
      }
    }
  }

  @Test
  void tilesAndHeaviestKeysMakePicturesToo() throws IOException {
    Path whole = attend("whole");
    Path tiles = attend("tiles", "--max-row-bytes", "400");
    assertThat(Attend.table(tiles).size()).isGreaterThan(Attend.table(whole).size());
    JsonNode expected = data(report("whole", "--input", whole.toString(), "--ids", "5,9"));
    JsonNode found = data(report("tiles", "--input", tiles.toString(), "--ids", "5,9"));
    assertThat(found.get("sentences")).isEqualTo(expected.get("sentences"));
    assertThat(found.get("first_heads")).isEqualTo(expected.get("first_heads"));

    Path top = attend("top", "--attention", "top-k:2");
    JsonNode topData = data(report("top", "--input", top.toString(), "--ids", "5"));
    assertThat(ids(topData)).hasSize(24);
    JsonNode heaviest = topData.at("/sentences/0");
    assertThat(heaviest.get("partial").asBoolean()).isTrue();
    double[] all = weights(expected, expected.at("/sentences/0"));
    double[] some = weights(topData, heaviest);
    int n = heaviest.get("keys").size();
    assertThat(some).hasSize(all.length);
    for (int row = 0; row < all.length / n; row++) {
      int kept = 0;
      for (int at = row * n; at < (row + 1) * n; at++) {
        if (some[at] > 0) {
          kept++;
          assertThat(some[at]).isCloseTo(all[at], offset(1e-9));
        }
      }
      assertThat(kept).isEqualTo(2);
    }
  }

  @Test
  void sentencesWithAWordComeBeforeOthersAndHoldIt() throws IOException {
    String table = attend("table").toString();
    String[] options = {"--input", table, "--contains", "CAT", "--sentences"};
    JsonNode three = data(report("three", with(options, "3")));
    assertThat(ids(three)).hasSize(3);
    three.get("sentences").forEach(ReportTest::requireCat);
    assertThat(three.get("chosen").asText()).startsWith("Sentences with the word “CAT”. Ranked");
    JsonNode more = data(report("more", with(options, "40", "--ids", "2,1")));
    assertThat(ids(more)).hasSize(40).startsWith("2", "1").doesNotHaveDuplicates();
    boolean before = true;
    for (int i = 2; i < 40; i++) {
      boolean has = hasCat(more.get("sentences").get(i));
      assertThat(before || !has).as("one with the word after one without").isTrue();
      before = has;
    }
    assertThat(before).isFalse();
    assertThat(ids(data(report("ids", with(options, "1", "--ids", "2,1")))))
        .containsExactly("2", "1");
  }

  private static boolean hasCat(JsonNode sentence) {
    return texts(sentence.get("keys")).stream().anyMatch("cat"::equalsIgnoreCase);
  }

  private static void requireCat(JsonNode sentence) {
    List<String> keys =
        texts(sentence.get("keys")).stream().map(key -> key.toLowerCase(Locale.ROOT)).toList();
    assertThat(sentence.get("held").asInt()).isNotNegative().isEqualTo(keys.indexOf("cat"));
  }

  @Test
  void queriesFromElsewhereStandOnTheLeft() throws IOException {
    String query = temp.resolve("query.npy").toString();
    Corpora.npy(Path.of(query), 3, 32, Corpora.floats(77, 3 * 32));
    Path named = attend("named", "--query", query, "--query-tokens", "who,did,what");
    JsonNode data = data(report("named", "--input", named.toString(), "--ids", "1"));
    assertThat(texts(data.at("/sentences/0/queries"))).containsExactly("who", "did", "what");
    assertThat(data.at("/sentences/0/held").asInt()).isBetween(0, 2);
    assertThat(data.get("first_heads").size()).isBetween(1, 2);
    Path numbered = attend("numbered", "--query", query);
    JsonNode other = data(report("numbered", "--input", numbered.toString(), "--ids", "1"));
    assertThat(texts(other.at("/sentences/0/queries")))
        .containsExactly("query 1", "query 2", "query 3");
  }

  @Test
  void sentencesThatAreTooLongAreSaidToBe() throws IOException {
    List<Row> rows = new ArrayList<>(Corpora.sentences(30));
    int n = 600;
    rows.add(RowFactory.create(99L, Corpora.words(n), Corpora.floats(1, n * Corpora.WIDTH)));
    String input = Corpora.write(temp.resolve("corpus"), rows, Corpora.schema(), 1);
    String weights = Corpora.weights(temp.resolve("weights"));
    String table = attend("table", "--input", input, "--weights", weights).toString();
    String[] options = {"--input", table, "--ids", "99,4", "--sentences", "2"};
    JsonNode data = data(report("page", options));
    assertThat(ids(data)).containsExactly("4");
    assertThat(data.get("first_heads").toString()).isEqualTo("[0]");
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
    JsonNode sentence = data.at("/sentences/0");
    assertThat(sentence.get("keys").toString()).doesNotContain("\"window\"");
    int held = sentence.get("held").asInt();
    int word = sentence.get("word_of").get(held).asInt();
    assertThat(sentence.get("words").get(word).asText()).isEqualTo("window");
    assertThat(sentence.get("word_of").get(held - 1).asInt()).isNotEqualTo(word);
    assertThat(data.get("layers").toString()).isEqualTo("[0]"); // the layer of its weights
  }
}
