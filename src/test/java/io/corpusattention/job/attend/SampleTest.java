package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import io.corpusattention.job.run.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests runs with random hard attention. The draws depend only on the ids. */
class SampleTest {
  @TempDir private Path temp;
  private String input;
  private Runs runs;

  @BeforeEach
  void makeCorpus() {
    String weights = Corpora.weights(temp.resolve("weights"));
    input = Corpora.write(temp.resolve("corpus"), Corpora.sentences(60), Corpora.schema(), 3);
    runs = new Runs(temp, "--input", input, "--weights", weights, "--heads", "4");
  }

  private Map<String, Row> sample(String name, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--alignment", "sample"));
    return runs.table(name, options.toArray(new String[0]));
  }

  @Test
  void theSameSeedDrawsTheSameKeysAtAnyPartitioningAndForIdsAsText() {
    Map<String, Row> expected = sample("one", "--seed", "7");
    Attend.assertSameBits(sample("two", "--seed", "7", "--partitions", "11"), expected);
    String text = temp.resolve("text").toString();
    SharedSpark.session()
        .read()
        .parquet(input)
        .selectExpr("cast(sentence_id AS string) AS sentence_id", "tokens", "embeddings")
        .write()
        .parquet(text);
    Attend.assertSameBits(sample("three", "--input", text, "--seed", "7"), expected);
    assertThat(Attend.<Float>list(sample("four", "--seed", "8").get("5/0"), "attention"))
        .isNotEqualTo(Attend.<Float>list(expected.get("5/0"), "attention"));
  }

  @Test
  void drawsAreTheSameInTiles() {
    Map<String, Row> whole = sample("whole", "--draws", "3");
    Map<String, Row> tiles = sample("tiles", "--draws", "3", "--max-row-bytes", "4000");
    Attend.assertTilesJoin(tiles, whole);
  }

  @Test
  void sharesOfDrawsAreWholeNumbersOfThem() {
    for (Row row : sample("run", "--draws", "4").values()) {
      assertThat(Attend.<Float>list(row, "attention")).allMatch(w -> w * 4 == Math.round(w * 4));
    }
  }

  @Test
  void whatDoesNotDrawHasNeitherSeedNorDraws() {
    runs.refuse(List.of("--seed", "5"), "--seed 5", "--alignment sample");
    runs.refuse(List.of("--alignment", "hard", "--draws", "5"), "--draws 5", "--alignment hard");
    runs.refuse(List.of("--alignment", "sample", "--draws", "0"), "--draws 0", "between 1 and");
  }
}
