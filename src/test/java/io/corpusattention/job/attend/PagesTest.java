package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the pages of a table, whose boundaries can fall anywhere. If W_q is all zeros, each weight
 * is 1/n and each context vector is the mean of the embeddings, which here equal the sentence's
 * number.
 */
class PagesTest {
  private static final int SENTENCES = 9_000; // more than two pages' worth of short ones
  private static final int LONG = 700; // tokens, whose weights are more than a page

  @TempDir private Path temp;
  private Runs runs;

  private static int tokens(int sentence) {
    return sentence % 4_000 == 3_999 ? LONG : 1 + sentence % 3;
  }

  @BeforeEach
  void makeCorpus() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < SENTENCES; i++) {
      int n = tokens(i);
      rows.add(RowFactory.create((long) i, null, Collections.nCopies(2 * n, (float) i)));
    }
    String input = Corpora.write(temp.resolve("corpus"), rows, Corpora.schema(), 1);
    Path weights = Files.createDirectories(temp.resolve("weights"));
    Corpora.npy(weights.resolve("W_q.npy"), 2, 2, List.of(0f, 0f, 0f, 0f));
    Corpora.npy(weights.resolve("W_k.npy"), 2, 2, List.of(1f, 2f, 3f, 4f));
    Corpora.npy(weights.resolve("W_v.npy"), 2, 2, List.of(1f, 0f, 0f, 1f));
    runs = new Runs(temp, "--input", input, "--weights", weights.toString(), "--heads", "1");
  }

  @Test
  void everyRowIsWholeWhateverThePagesAndTheirCompression() {
    for (String codec : List.of("zstd", "snappy", "none")) {
      Map<String, Row> table = runs.table(codec, "--compression", codec);
      assertThat(table).hasSize(SENTENCES);
      for (int i = 0; i < SENTENCES; i++) {
        int n = tokens(i);
        Row row = table.get(i + "/0");
        assertThat(Attend.<Float>list(row, "attention"))
            .isEqualTo(Collections.nCopies(n * n, 1f / n));
        assertThat(Attend.<Float>list(row, "attention_received"))
            .hasSize(n)
            .allSatisfy(value -> assertThat(value).isCloseTo(1f / n, within(1e-6f / n)));
        float number = i;
        assertThat(Attend.<Float>list(row, "context"))
            .hasSize(2 * n)
            .allSatisfy(value -> assertThat(value).isCloseTo(number, within(1e-5f * number)));
      }
    }
  }

  @Test
  void keysAndWeightsOfTopKAreWholeToo() {
    Map<String, Row> table = runs.table("top", "--attention", "top-k:2");
    for (int i = 0; i < SENTENCES; i++) {
      int n = tokens(i);
      Row row = table.get(i + "/0");
      List<Integer> keys = new ArrayList<>();
      for (int query = 0; query < n; query++) {
        keys.addAll(n == 1 ? List.of(0) : List.of(0, 1)); // the lower keys on a tie
      }
      assertThat(Attend.<Integer>list(row, "attention_keys")).isEqualTo(keys);
      assertThat(Attend.<Float>list(row, "attention_weights"))
          .isEqualTo(Collections.nCopies(keys.size(), 1f / n));
    }
  }
}
