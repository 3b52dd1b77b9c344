package io.corpusattention.job.summarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.job.attend.Attend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Tests which heads of a one-layer table are used, and how many words there are to choose from. */
class SummarizeChoiceTest extends SummarizeRuns {
  @Test
  void sentencesOfWhichEveryWordIsKeptAreCounted() throws IOException {
    Path attention =
        attend(
            "run",
            List.of(
                sentence(1, "The cat sat on the mat ."), // keeps 3 of 3
                sentence(2, "It was ."),
                sentence(3, "old cats chase red dogs"))); // keeps 3 of 5
    Summarize run = Summarize.succeed(attention, output("half"));
    assertThat(run.out())
        .contains(
            "No choice",
            "2 of 3 sentences: the stop list left no more words than the budget keeps");
    assertThat(noChoice("half")).isEqualTo(2);
    assertThat(Summarize.succeed(attention, output("two"), "--words", "2").out())
        .contains("1 of 3 sentences");
    run = Summarize.succeed(attention, output("none"), "--stop-words", "none", "--words", "5");
    assertThat(run.out())
        .contains("2 of 3 sentences: they have no more words than the budget keeps");
    run = Summarize.succeed(attention, output("free"), "--stop-words", "none");
    assertThat(run.out()).doesNotContain("No choice");
    assertThat(noChoice("free")).isZero();
  }

  private int noChoice(String run) throws IOException {
    return Attend.manifest(output(run)).at("/counts/no_choice").asInt();
  }

  @Test
  void headsOfOneLayerAreChosenByTheirNumbers() {
    Path attention = attend("run", Documents.sentences(20));
    Path tiled = attend("tiled", Documents.sentences(20), "--max-row-bytes", "3000");
    String[] all = {"--keep", "1", "--stop-words", "none"};
    String[] some = {"--keep", "1", "--stop-words", "none", "--heads", "1,3"};
    Map<String, Row> chosen = summarize("some", attention, some);
    Attend.table(attention)
        .forEach(
            (id, row) -> {
              List<Float> a = Attend.list(row, "attention");
              int n = row.getInt(row.fieldIndex("num_tokens"));
              Row summary = chosen.get(id.substring(0, id.indexOf('/')));
              List<Integer> positions = Attend.list(summary, "positions");
              for (int word = 0; word < positions.size(); word++) {
                double sum = 0;
                for (int query = 0; query < n; query++) {
                  int at = query * n + positions.get(word);
                  sum += a.get(n * n + at) + a.get(3 * n * n + at);
                }
                assertThat((double) Attend.<Float>list(summary, "scores").get(word))
                    .isCloseTo(sum / (2 * n), within(1e-6));
              }
            });
    assertThat(summarize("some-of-tiles", tiled, some)).isEqualTo(chosen);
    Map<String, Row> every = summarize("every", attention, all);
    summarize("named", attention, "--keep", "1", "--stop-words", "none", "--heads", "3,2,1,0")
        .forEach(
            (id, row) -> {
              List<Float> scores = Attend.list(row, "scores");
              List<Float> others = Attend.list(every.get(id), "scores");
              for (int word = 0; word < scores.size(); word++) {
                assertThat(scores.get(word)).isCloseTo(others.get(word), within(1e-6f));
              }
            });
  }

  @Test
  void aTableOfOneLayerHasAStopListAndAHalfOfItsWords() throws IOException {
    summarize("run", attend("run", Documents.sentences(3)));
    JsonNode configuration = Attend.manifest(output("run")).get("configuration");
    assertThat(configuration.get("stop-words").asText()).isEqualTo("english");
    assertThat(configuration.get("keep").asDouble()).isEqualTo(0.5);
    assertThat(configuration.get("measure").asText()).isEqualTo("received");
    assertThat(configuration.has("layers")).isFalse();
  }
}
