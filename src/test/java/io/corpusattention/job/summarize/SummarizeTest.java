package io.corpusattention.job.summarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Tests summaries of sentences from attention tables. */
class SummarizeTest extends SummarizeRuns {
  @Test
  void aSentenceBecomesItsContentWordsInTheirOrderWithWhatTheyReceive() {
    Path attention = attend("run", List.of(sentence(1, "The cat sat on the mat .")));
    Summarize run = Summarize.succeed(attention, output("run"));
    Row row = Summarize.summaries(output("run")).get("1");
    assertThat(row.schema().fieldNames())
        .containsExactly("sentence_id", "words", "positions", "scores", "text");
    assertThat(Attend.<String>list(row, "words")).containsExactly("cat", "sat", "mat");
    assertThat(Attend.<Integer>list(row, "positions")).containsExactly(1, 2, 5);
    List<Float> received = Attend.list(Attend.table(attention).get("1/0"), "attention_received");
    List<Float> scores = Attend.list(row, "scores");
    for (int i = 0; i < 3; i++) {
      int position = new int[] {1, 2, 5}[i];
      assertThat(scores.get(i)).isCloseTo(received.get(position), within(1e-9f));
    }
    assertThat(Summarize.text(row)).isEqualTo("cat sat mat");
    assertThat(run.out()).contains("The [cat] [sat] on the [mat] .", "runs/run/summaries");
  }

  @Test
  void theWordsThatReceiveMostAreKept() {
    Path attention = attend("run", Documents.sentences(40));
    Map<String, Row> most = summarize("most", attention, "--words", "2", "--stop-words", "none");
    Map<String, Row> table = Attend.table(attention);
    for (String id : List.of("3", "17", "28")) {
      List<Float> received = Attend.list(table.get(id + "/0"), "attention_received");
      List<String> tokens = Attend.list(table.get(id + "/0"), "tokens");
      List<Integer> words = new ArrayList<>();
      for (int i = 0; i < tokens.size(); i++) {
        if (!tokens.get(i).matches("[.,]")) {
          words.add(i);
        }
      }
      words.sort((a, b) -> Float.compare(received.get(b), received.get(a)));
      assertThat(Attend.<Integer>list(most.get(id), "positions"))
          .containsExactlyElementsOf(words.subList(0, 2).stream().sorted().toList());
    }
  }

  @Test
  void keepIsTheShareOfAllWordsAndWordsIsTheirNumber() {
    Path attention = attend("run", List.of(sentence(1, "red dogs chase old cats of , the town")));
    assertThat(kept("half", attention)).hasSize(4); // of eight words
    assertThat(kept("tenth", attention, "--keep", "0.1")).hasSize(1);
    assertThat(kept("all", attention, "--keep", "1")).hasSize(6);
    assertThat(kept("two", attention, "--words", "2")).hasSize(2);
    assertThat(kept("many", attention, "--words", "20")).hasSize(6);
  }

  private List<String> kept(String name, Path attention, String... more) {
    return Attend.list(summarize(name, attention, more).get("1"), "words");
  }

  @Test
  void stopWordsAreThoseOfTheLanguageOrOfAFile() throws IOException {
    Path attention = attend("run", List.of(sentence(1, "Das Haus is the Katze der mat")));
    assertThat(kept("english", attention, "--keep", "1"))
        .containsExactly("Das", "Haus", "Katze", "der", "mat");
    assertThat(kept("german", attention, "--keep", "1", "--stop-words", "german"))
        .containsExactly("Haus", "is", "the", "Katze", "mat");
    assertThat(kept("none", attention, "--keep", "1", "--stop-words", "none")).hasSize(7);
    Path list = Files.writeString(temp.resolve("list.txt"), "\ufeffHAUS\r\n\nmat\n");
    assertThat(kept("file", attention, "--keep", "1", "--stop-words", "file:" + list))
        .containsExactly("Das", "is", "the", "Katze", "der");
    assertThat(kept("uri", attention, "--keep", "1", "--stop-words", "file:" + list.toUri()))
        .hasSize(5);
  }

  @Test
  void aSentenceOfStopWordsAloneHasAnEmptySummary() {
    Path attention = attend("run", List.of(sentence(1, "It was ."), sentence(2, "a dog")));
    Summarize run = Summarize.succeed(attention, output("run"));
    Row empty = Summarize.summaries(output("run")).get("1");
    assertThat(Attend.<String>list(empty, "words")).isEmpty();
    assertThat(Attend.<Float>list(empty, "scores")).isEmpty();
    assertThat(Summarize.text(empty)).isEmpty();
    assertThat(run.out()).contains("1 sentence has nothing but stop words and punctuation");
  }

  @Test
  void piecesOfAWordAreOneWord() {
    List<String> tokens = List.of("[CLS]", "un", "##afford", "##able", "cats", "[SEP]");
    List<Integer> wordIds = List.of(-1, 0, 0, 0, 1, -1);
    List<Float> floats = Corpora.floats(1, 6 * Corpora.WIDTH);
    List<Integer> onePiece = List.of(-1, 0, 0, 1, 2, -1);
    Path attention =
        attend(
            "run",
            List.of(
                RowFactory.create(1L, tokens, floats, "d", null),
                RowFactory.create(2L, tokens, floats, "d", wordIds),
                RowFactory.create(3L, tokens, floats, "d", onePiece)));
    Map<String, Row> rows = summarize("run", attention, "--keep", "1");
    assertThat(Summarize.text(rows.get("1"))).isEqualTo("unaffordable cats");
    assertThat(Summarize.text(rows.get("2"))).isEqualTo("unaffordable cats");
    assertThat(Summarize.text(rows.get("3"))).isEqualTo("unafford able cats");
    assertThat(Attend.<Integer>list(rows.get("2"), "positions")).containsExactly(1, 4);
    List<Float> received = Attend.list(Attend.table(attention).get("2/0"), "attention_received");
    assertThat(Attend.<Float>list(rows.get("2"), "scores").get(0))
        .isCloseTo(received.get(1) + received.get(2) + received.get(3), within(1e-6f));
  }

  @Test
  void summariesOfTilesAreThoseOfWholeSentences() {
    List<Row> sentences = Documents.sentences(60);
    Map<String, Row> whole = summarize("whole", attend("one", sentences), "--keep", "0.3");
    Path tiled = attend("cut", sentences, "--max-row-bytes", "3000");
    assertThat(Attend.table(tiled)).hasSizeGreaterThan(100);
    assertSameSummaries(summarize("tiles", tiled, "--keep", "0.3"), whole);
  }

  /**
   * Compares summaries. The scores may differ in their last digits, because attention_received is
   * rounded in each tile.
   */
  private static void assertSameSummaries(Map<String, Row> actual, Map<String, Row> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (id, row) -> {
          assertThat(Summarize.text(actual.get(id))).isEqualTo(Summarize.text(row));
          List<Float> scores = Attend.list(row, "scores");
          List<Float> others = Attend.list(actual.get(id), "scores");
          for (int i = 0; i < scores.size(); i++) {
            assertThat(others.get(i)).isCloseTo(scores.get(i), within(1e-6f));
          }
        });
  }

  @Test
  void theTableHasTheSameBitsInAnyPartitions() {
    Path attention = attend("run", Documents.sentences(60), "--max-row-bytes", "3000");
    Map<String, Row> one = summarize("one", attention, "--partitions", "1");
    assertThat(files("one")).isOne();
    assertThat(summarize("many", attention, "--partitions", "64")).isEqualTo(one);
    assertThat(files("many")).isGreaterThan(20);
    assertThat(summarize("split", attention)).isEqualTo(one);
  }

  private long files(String run) {
    return SharedSpark.session().read().parquet(output(run) + "/summaries").inputFiles().length;
  }

  @Test
  void attentionOfOtherQueriesIsSummarizedWholeOrInTiles() throws IOException {
    int m = 30;
    Path query = temp.resolve("query.npy");
    Corpora.npy(query, m, Corpora.WIDTH, Corpora.floats(77, m * Corpora.WIDTH));
    List<Row> sentences = Documents.sentences(20);
    Path asked = attend("asked", sentences, "--query", query.toString());
    Map<String, Row> whole = summarize("whole", asked);
    assertThat(whole).hasSize(20);
    assertThat(whole.values()).anyMatch(row -> !Summarize.text(row).isEmpty());
    Path tiled = attend("cut", sentences, "--query", query.toString(), "--max-row-bytes", "3000");
    assertThat(Attend.table(tiled)).hasSizeGreaterThan(30);
    assertSameSummaries(summarize("tiles", tiled), whole);
  }

  @Test
  void topKAndNoWeightsAreEnoughForSummaries() {
    List<Row> sentences = Documents.sentences(20);
    Map<String, Row> full = summarize("full", attend("a", sentences));
    assertThat(summarize("top", attend("b", sentences, "--attention", "top-k:2"))).isEqualTo(full);
    assertThat(summarize("none", attend("c", sentences, "--attention", "none"))).isEqualTo(full);
  }

  @Test
  void anEmptyTableGivesAnEmptyTable() throws IOException {
    Path attention = attend("run", List.of());
    Summarize run = Summarize.succeed(attention, output("run"), "--document-column", "document");
    assertThat(run.err()).contains("warning: the input has no sentences");
    assertThat(Summarize.summaries(output("run"))).isEmpty();
    assertThat(Summarize.keywords(output("run"))).isEmpty();
    assertThat(Summarize.documents(output("run"))).isEmpty();
    assertThat(output("run").resolve("_SUCCESS")).exists();
  }

  @Test
  void attentionOfRandomWeightsIsCalledRandom() {
    Path random = attend("random", Documents.sentences(3), "--weights", "xavier:1");
    assertThat(Summarize.succeed(random, output("random")).out())
        .contains("random (xavier:1), not trained");
    Path given = attend("given", Documents.sentences(3));
    assertThat(Summarize.succeed(given, output("given")).out()).doesNotContain("random");
  }

  @Test
  void theManifestSaysWhatWasDone() throws IOException {
    Path attention = attend("run", List.of(sentence(1, "The cat sat ."), sentence(2, "It was")));
    Summarize.succeed(attention, output("run"), "--words", "1");
    JsonNode manifest = Attend.manifest(output("run"));
    assertThat(manifest.get("job").asText()).isEqualTo("summarize");
    assertThat(manifest.at("/configuration/words").asInt()).isOne();
    assertThat(manifest.at("/configuration/stop-words").asText()).isEqualTo("english");
    assertThat(manifest.at("/counts/read").asInt()).isEqualTo(2);
    assertThat(manifest.at("/counts/tokens").asInt()).isEqualTo(6);
    assertThat(manifest.at("/counts/words").asInt()).isOne();
    assertThat(manifest.at("/counts/empty_summaries").asInt()).isOne();
    assertThat(manifest.at("/counts/no_choice").asInt()).isOne();
    assertThat(manifest.at("/attention/corpusattention.heads").asText()).isEqualTo("4");
  }

  @Test
  void theConfigurationFileHasEveryOptionsDefault() throws IOException {
    Path attention = attend("run", Documents.sentences(5));
    Map<String, Row> plain = summarize("plain", attention);
    assertThat(summarize("config", attention, "--config", "conf/summarize.properties"))
        .isEqualTo(plain);
    assertThat(Files.readString(Path.of("conf/summarize.properties"), StandardCharsets.UTF_8))
        .contains("layers", "heads", "measure", "keep", "words", "stop-words", "document-column")
        .contains("keywords", "sentences")
        .contains("mode", "on-bad-record", "compression", "partitions");
  }
}
