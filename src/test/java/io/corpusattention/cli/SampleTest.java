package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.Corpora;
import io.corpusattention.job.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hard attention at random, as a run: the draws belong to the ids and to nothing else. */
class SampleTest {
  @TempDir private Path temp;
  private String weights;
  private String input;

  @BeforeEach
  void makeCorpus() {
    weights = Corpora.weights(temp.resolve("weights"));
    input = Corpora.write(temp.resolve("corpus"), Corpora.sentences(60), Corpora.schema(), 3);
  }

  private Attend run(String name, String corpus, String... more) {
    List<String> options = new ArrayList<>(List.of("--input", corpus, "--weights", weights));
    options.addAll(List.of("--output", temp.resolve(name).toString(), "--heads", "4"));
    options.addAll(List.of(more));
    return Attend.run(options.toArray(new String[0]));
  }

  private Map<String, Row> sample(String name, String corpus, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--alignment", "sample"));
    Attend run = run(name, corpus, options.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Attend.table(temp.resolve(name));
  }

  @Test
  void theSameSeedDrawsTheSameKeysAtAnyPartitioningAndForIdsAsText() {
    Map<String, Row> expected = sample("one", input, "--seed", "7");
    Attend.assertSameBits(sample("two", input, "--seed", "7", "--partitions", "11"), expected);
    String text = temp.resolve("text").toString();
    SharedSpark.session()
        .read()
        .parquet(input)
        .selectExpr("cast(sentence_id AS string) AS sentence_id", "tokens", "embeddings")
        .write()
        .parquet(text);
    Attend.assertSameBits(sample("three", text, "--seed", "7"), expected);
    assertThat(Attend.<Float>list(sample("four", input, "--seed", "8").get("5/0"), "attention"))
        .isNotEqualTo(Attend.<Float>list(expected.get("5/0"), "attention"));
  }

  @Test
  void drawsAreTheSameInTiles() {
    Map<String, Row> whole = sample("whole", input, "--draws", "3");
    Map<String, Row> tiles = sample("tiles", input, "--draws", "3", "--max-row-bytes", "4000");
    Attend.assertTilesJoin(tiles, whole);
  }

  @Test
  void sharesOfDrawsAreWholeNumbersOfThem() {
    for (Row row : sample("run", input, "--draws", "4").values()) {
      assertThat(Attend.<Float>list(row, "attention")).allMatch(w -> w * 4 == Math.round(w * 4));
    }
  }

  @Test
  void whatDoesNotDrawHasNeitherSeedNorDraws() {
    Attend seed = run("refused", input, "--seed", "5");
    assertThat(seed.exitCode()).isEqualTo(2);
    assertThat(seed.err()).contains("--seed 5", "--alignment sample");
    Attend draws = run("refused", input, "--alignment", "hard", "--draws", "5");
    assertThat(draws.err()).contains("--draws 5", "--alignment hard");
    Attend none = run("refused", input, "--alignment", "sample", "--draws", "0");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--draws 0", "between 1 and");
    assertThat(temp.resolve("refused")).doesNotExist();
  }
}
