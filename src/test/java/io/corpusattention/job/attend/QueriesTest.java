package io.corpusattention.job.attend;

import static io.corpusattention.job.run.Corpora.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests general attention, with queries from outside the sentence. */
class QueriesTest {
  private static final int SENTENCES = 30;

  @TempDir private Path temp;
  private Runs runs;
  private String input;
  private String query;

  /** Sentence i has 1 + i % 4 queries of its own. */
  @BeforeEach
  void makeCorpus() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Row row : Corpora.sentences(SENTENCES)) {
      int i = (int) row.getLong(0);
      int m = 1 + i % 4;
      rows.add(
          RowFactory.create(
              row.get(0),
              row.get(1),
              row.get(2),
              Corpora.words(m),
              Corpora.floats(1000 + i, m * WIDTH)));
    }
    input = Corpora.write(temp.resolve("corpus"), rows, schema(), 3);
    String weights = Corpora.weights(temp.resolve("weights"));
    runs = new Runs(temp, "--input", input, "--weights", weights, "--heads", "4");
    query = temp.resolve("query.npy").toString();
    Corpora.npy(Path.of(query), 3, WIDTH, Corpora.floats(77, 3 * WIDTH));
  }

  private static StructType schema() {
    return Corpora.schema().add("asked", Corpora.STRINGS).add("asked_vectors", Corpora.FLOATS);
  }

  @Test
  void queriesOfAFileAskEverySentence() throws IOException {
    Map<String, Row> table =
        runs.table("run", "--query", query, "--query-tokens", "who,did,what", "--keep", "asked");
    assertThat(table).hasSize(SENTENCES);
    for (Row row : table.values()) {
      int n = row.getInt(row.fieldIndex("num_tokens"));
      assertThat(row.getInt(row.fieldIndex("num_queries"))).isEqualTo(3);
      assertThat(Attend.<String>list(row, "tokens")).isEqualTo(Corpora.words(n));
      assertThat(Attend.<String>list(row, "query_tokens")).containsExactly("who", "did", "what");
      assertThat(Attend.<String>list(row, "asked")).isNotEmpty();
      assertThat(Attend.<Float>list(row, "attention")).hasSize(4 * 3 * n);
      assertThat(Attend.<Float>list(row, "context")).hasSize(3 * WIDTH);
      assertThat(Attend.<Float>list(row, "attention_received")).hasSize(n);
    }
    JsonNode manifest = Attend.manifest(temp.resolve("run"));
    assertThat(manifest.at("/query/sha256").asText()).hasSize(64);
    assertThat(manifest.at("/configuration/query").asText()).isEqualTo(query);
  }

  @Test
  void withoutNamesTheTableHasNoQueryTokens() {
    Row row = runs.table("run", "--query", query).values().iterator().next();
    assertThat(row.schema().fieldNames()).doesNotContain("query_tokens");
    row = runs.table("own", "--query-column", "asked_vectors").values().iterator().next();
    assertThat(row.schema().fieldNames()).doesNotContain("query_tokens");
  }

  @Test
  void queriesOfAColumnAskTheirOwnSentence() {
    Map<String, Row> table =
        runs.table(
            "run",
            "--query-column",
            "asked_vectors",
            "--query-tokens-column",
            "asked",
            "--keep",
            "asked_vectors");
    assertThat(table).hasSize(SENTENCES);
    for (Row row : table.values()) {
      int m = 1 + (int) (row.getLong(0) % 4);
      int n = row.getInt(row.fieldIndex("num_tokens"));
      assertThat(row.getInt(row.fieldIndex("num_queries"))).isEqualTo(m);
      assertThat(Attend.<String>list(row, "query_tokens")).isEqualTo(Corpora.words(m));
      assertThat(Attend.<Float>list(row, "asked_vectors")).hasSize(m * WIDTH);
      assertThat(Attend.<Float>list(row, "attention")).hasSize(4 * m * n);
    }
  }

  @Test
  void aFileAndAColumnWithItsQueriesGiveTheSameBits() {
    List<Row> rows = new ArrayList<>();
    for (Row row : Corpora.sentences(SENTENCES)) {
      List<String> words = List.of("a", "b", "c");
      rows.add(
          RowFactory.create(
              row.get(0), row.get(1), row.get(2), words, Corpora.floats(77, 3 * WIDTH)));
    }
    String same = Corpora.write(temp.resolve("same"), rows, schema(), 2);
    Attend.assertSameBits(
        runs.table(
            "column", "--input", same, "--query-column", "asked_vectors", "--partitions", "5"),
        runs.table("file", "--input", same, "--query", query));
  }

  @Test
  void sentencesThatAskThemselvesHaveTheBitsOfSelfAttention() {
    Attend.assertSameBits(
        runs.table("own", "--query-column", "embeddings", "--query-tokens-column", "tokens"),
        runs.table("self"));
  }

  @Test
  void manyQueriesAreCutIntoTilesThatJoin() throws IOException {
    int m = 500;
    Corpora.npy(Path.of(query), m, WIDTH, Corpora.floats(78, m * WIDTH));
    Map<String, Row> whole = runs.table("whole", "--query", query);
    Map<String, Row> tiles = runs.table("tiles", "--query", query, "--max-row-bytes", "20000");
    Attend.assertTilesJoin(tiles, whole);
  }

  @Test
  void recordsWithoutGoodQueriesAreSetAsideWithTheirReason() {
    List<Row> rows = new ArrayList<>();
    List<Float> x = Corpora.floats(1, 2 * WIDTH);
    List<String> words = Corpora.words(2);
    rows.add(RowFactory.create(1L, words, x, words, x));
    rows.add(RowFactory.create(2L, words, x, words, null));
    rows.add(RowFactory.create(3L, words, x, words, List.of()));
    rows.add(RowFactory.create(4L, words, x, words, x.subList(0, WIDTH)));
    List<Float> infinite = new ArrayList<>(x);
    infinite.set(5, Float.NEGATIVE_INFINITY);
    rows.add(RowFactory.create(5L, words, x, words, infinite));
    rows.add(RowFactory.create(6L, words, x, Arrays.asList("a", null), x));
    List<Float> huge = new ArrayList<>(x);
    huge.set(7, 3e38f);
    rows.add(RowFactory.create(7L, words, x, words, huge));
    rows.add(RowFactory.create(8L, words, x, null, x));
    String corpus = Corpora.write(temp.resolve("bad"), rows, schema(), 1);
    String[] options = {
      "--input", corpus, "--query-column", "asked_vectors", "--query-tokens-column", "asked"
    };
    List<String> reject = new ArrayList<>(List.of(options));
    reject.addAll(List.of("--on-bad-record", "reject"));
    Map<String, Row> table = runs.table("reject", reject.toArray(new String[0]));
    assertThat(table.keySet()).containsExactly("1/0", "8/0");
    assertThat(Attend.rejected(temp.resolve("reject")))
        .isEqualTo(
            Map.of(
                "2", "null_embeddings",
                "3", "empty",
                "4", "wrong_length",
                "5", "not_finite",
                "6", "null_element",
                "7", "overflow"));
    Attend fail = runs.run("fail", options);
    assertThat(fail.exitCode()).isEqualTo(2);
    assertThat(fail.err()).contains("record ", "asked_vectors");
    assertThat(temp.resolve("fail")).doesNotExist();
  }

  @Test
  void queriesThatCannotBeAreRefusedInOneLine() throws IOException {
    runs.refuse(List.of("--query", query, "--mask", "causal"), "--mask causal", "self-attention");
    runs.refuse(
        List.of("--query-column", "asked_vectors", "--mask", "window:2"), "--mask window:2");
    runs.refuse(List.of("--query", query, "--query-column", "asked_vectors"), "one of them");
    runs.refuse(List.of("--query", temp + "/none.npy"), "--query", "none.npy", "no such file");
    runs.refuse(List.of("--query", temp.toString()), "--query", "is a folder");
    runs.refuse(List.of("--query", query, "--query-tokens", "a,,b"), "a,,b", "empty name");
    Path text = Files.writeString(temp.resolve("text.npy"), "which words matter?");
    runs.refuse(List.of("--query", text.toString()), "text.npy", "not a .npy file");
    Path wide = temp.resolve("wide.npy");
    Corpora.npy(wide, 2, 5, Corpora.floats(1, 10));
    runs.refuse(List.of("--query", wide.toString()), "--query", "[2, 5]", "W_q [16, 16]");
    runs.refuse(List.of("--query", query, "--query-tokens", "a,b"), "names 2 queries", "has 3");
    runs.refuse(List.of("--query-tokens", "a,b,c"), "--query-tokens a,b,c", "--query");
    runs.refuse(
        List.of("--query-tokens-column", "asked"), "--query-tokens-column", "--query-column");
    runs.refuse(List.of("--query-column", "nothing"), "--query-column nothing", "no such column");
    runs.refuse(List.of("--query-column", "asked"), "--query-column asked", "array<string>");
    runs.refuse(
        List.of("--query-column", "asked_vectors", "--query-tokens-column", "embeddings"),
        "--query-tokens-column embeddings",
        "array<float>");
  }

  @Test
  void printsTheLinksOfQueriesToTokens() {
    Attend run =
        runs.run("run", "--show-links", "--query", query, "--query-tokens", "who,did,what");
    assertThat(run.out()).containsPattern("\\R  (who|did|what) -> w\\d+  [01]\\.\\d\\d");
    Attend bare = runs.run("bare", "--show-links", "--query", query);
    assertThat(bare.out()).containsPattern("\\R  query [012] -> w\\d+  [01]\\.\\d\\d");
    Attend plan = runs.run("plan", "--query", query, "--dry-run");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("query.npy", "for 30 sentences");
  }
}
