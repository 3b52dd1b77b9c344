package io.corpusattention.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.Corpora;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that training finds what determines a hidden token. A sentence is a sequence of random
 * words, repeated once, so that the token half a sentence away determines a hidden token.
 */
class LearnedPlacesTest {
  private static final int WIDTH = 32;
  private static final int WORDS = 24;

  /**
   * The standard deviation of the normally distributed word vectors. It is small enough for
   * positions, which have length 4, to be visible.
   */
  private static final double SPREAD = 0.4;

  private static final long UNSEEN = 1_000_000; // ids from here on are not trained on

  @TempDir private Path temp;

  private static List<List<Float>> vectors() {
    SplittableRandom random = new SplittableRandom(3);
    List<List<Float>> vectors = new ArrayList<>();
    for (int word = 0; word < WORDS; word++) {
      List<Float> vector = new ArrayList<>();
      for (int column = 0; column < WIDTH; column++) {
        vector.add((float) (SPREAD * random.nextGaussian()));
      }
      vectors.add(vector);
    }
    return vectors;
  }

  /**
   * Returns sentences of two equal halves. From {@link #UNSEEN} on, the token id mod n of each is
   * hidden.
   */
  private static List<Row> sentences(long firstId, int count, int half) {
    List<List<Float>> vectors = vectors();
    List<Row> rows = new ArrayList<>();
    for (long id = firstId; id < firstId + count; id++) {
      SplittableRandom random = new SplittableRandom(id);
      int[] words = random.ints(half, 0, WORDS).toArray();
      List<String> tokens = new ArrayList<>();
      List<Float> embeddings = new ArrayList<>();
      for (int i = 0; i < 2 * half; i++) {
        boolean hidden = firstId >= UNSEEN && i == id % (2L * half);
        tokens.add("w" + words[i % half]);
        embeddings.addAll(hidden ? Collections.nCopies(WIDTH, 0f) : vectors.get(words[i % half]));
      }
      rows.add(RowFactory.create(id, tokens, embeddings));
    }
    return rows;
  }

  private Row lastOfCurve(int half, String... more) {
    String input = Corpora.write(temp.resolve("in"), sentences(0, 4000, half), Corpora.schema(), 3);
    List<String> options =
        new ArrayList<>(
            List.of("--input", input, "--output", temp + "/weights", "--hidden-share", "0.01"));
    options.addAll(List.of("--batch", "64", "--learning-rate", "0.01"));
    options.addAll(List.of(more));
    CommandRun.succeed("train", options.toArray(new String[0]));
    List<Row> curve = CommandRun.rows(temp.resolve("weights"), "curve");
    return curve.stream().max((a, b) -> Integer.compare(a.getInt(0), b.getInt(0))).orElseThrow();
  }

  private static double heldOutAccuracy(Row epoch) {
    return epoch.getDouble(epoch.fieldIndex("held_out_accuracy"));
  }

  @Test
  void softAttentionFindsTheTokenAndLooksAtItsPlace() {
    int half = 3;
    Row last = lastOfCurve(half, "--epochs", "12");
    assertThat(heldOutAccuracy(last)).isGreaterThanOrEqualTo(0.99);

    String unseen =
        Corpora.write(temp.resolve("unseen"), sentences(UNSEEN, 600, half), Corpora.schema(), 1);
    CommandRun.succeed(
        "attend",
        "--input",
        unseen,
        "--weights",
        temp + "/weights",
        "--output",
        temp + "/attention");
    int found = 0;
    List<Row> rows = CommandRun.rows(temp.resolve("attention"), "attention");
    for (Row row : rows) {
      int n = 2 * half;
      int query = (int) (row.getLong(0) % n);
      List<Float> attention = row.getList(row.fieldIndex("attention"));
      List<Float> weights = attention.subList(query * n, (query + 1) * n);
      int heaviest = weights.indexOf(Collections.max(weights));
      found += heaviest == (query + half) % n ? 1 : 0;
    }
    assertThat(rows).hasSize(600);
    assertThat(found / 600.0).isGreaterThanOrEqualTo(0.95);
  }

  @Tag("thorough")
  @Test
  void drawnKeysFindTheTokenToo() {
    Row last =
        lastOfCurve(2, "--epochs", "60", "--alignment", "sample", "--entropy-weight", "0.02");
    assertThat(heldOutAccuracy(last)).isGreaterThanOrEqualTo(0.95);
  }
}
