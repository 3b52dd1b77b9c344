package io.corpusattention.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests reading an attention table back. */
class AttentionTableTest {
  @TempDir private Path temp;
  private String weights;
  private String input;

  @BeforeEach
  void makeCorpus() {
    weights = Corpora.weights(temp.resolve("weights"));
    input = Corpora.write(temp.resolve("corpus"), Corpora.sentences(40), Corpora.schema(), 3);
  }

  private String attend(String name, String... more) {
    String output = temp.resolve(name).toString();
    List<String> options =
        new ArrayList<>(List.of("--input", input, "--weights", weights, "--output", output));
    options.addAll(List.of("--heads", "4"));
    options.addAll(List.of(more));
    Attend run = Attend.run(options.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return output;
  }

  private static AttentionTable open(String... inputs) throws IOException {
    return AttentionTable.open(
        SharedSpark.session(), List.of(inputs), Setting.INPUT, new LayerChoice(LayerChoice.ALL));
  }

  private static Map<String, AttentionRow> rows(AttentionTable table, String... extra) {
    Map<String, AttentionRow> rows = new TreeMap<>();
    for (AttentionRow row : table.rows(List.of(extra)).collect()) {
      rows.put(row.id() + "/" + row.queryStart(), row);
    }
    return rows;
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static List<Integer> list(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static void assertRefused(String[] inputs, String... words) {
    assertThatThrownBy(() -> open(inputs))
        .isInstanceOf(BadSettingException.class)
        .message()
        .startsWith("input ")
        .contains(words)
        .doesNotContain("\n");
  }

  @Test
  void givesBackTheBitsThatWereWrittenOfWholeSentencesAndOfTiles() throws IOException {
    String output = attend("run", "--max-row-bytes", "3000");
    AttentionTable table = open(output);
    assertThat(table.heads()).isEqualTo(4);
    assertThat(table.idColumn()).isEqualTo("sentence_id");
    assertThat(table.selfAttention()).isTrue();
    assertThat(table.hasTokens()).isTrue();
    assertThat(table.isTopK()).isFalse();
    assertThat(table.footer()).containsEntry("corpusattention.mask", "none");

    Map<String, Row> expected = Attend.table(Path.of(output));
    Map<String, AttentionRow> actual = rows(table);
    assertThat(actual.keySet()).isEqualTo(expected.keySet()).hasSizeGreaterThan(40);
    assertThat(table.numRows()).isEqualTo(actual.size());
    expected.forEach(
        (key, row) -> {
          AttentionRow read = actual.get(key);
          assertThat(read.id()).isEqualTo(row.getLong(0));
          assertThat(List.of(read.tokens())).isEqualTo(Attend.<String>list(row, "tokens"));
          assertThat(read.numQueries()).isEqualTo(row.<Integer>getAs("num_queries"));
          assertThat(list(read.attention())).isEqualTo(Attend.list(row, "attention"));
          assertThat(list(read.received())).isEqualTo(Attend.list(row, "attention_received"));
          assertThat(read.keys()).isNull();
        });
  }

  @Test
  void knowsByTheFootersWhetherSentencesAreCut() throws IOException {
    String whole = attend("whole");
    String tiles = attend("tiles", "--max-row-bytes", "3000");
    assertThat(open(whole).hasTiles()).isFalse();
    assertThat(open(tiles).hasTiles()).isTrue();
    assertThat(open(whole, tiles).hasTiles()).isTrue();
  }

  @Test
  void givesBackTheHeaviestKeysOfATopKTable() throws IOException {
    String output = attend("run", "--attention", "top-k:3", "--context", "none");
    AttentionTable table = open(output + "/attention");
    assertThat(table.isTopK()).isTrue();
    Map<String, AttentionRow> actual = rows(table);
    Attend.table(Path.of(output))
        .forEach(
            (key, row) -> {
              AttentionRow read = actual.get(key);
              assertThat(list(read.keys())).isEqualTo(Attend.list(row, "attention_keys"));
              assertThat(list(read.weights())).isEqualTo(Attend.list(row, "attention_weights"));
              assertThat(list(read.keptMass())).isEqualTo(Attend.list(row, "kept_mass"));
              assertThat(read.attention()).isNull();
            });
    assertThatThrownBy(() -> table.requireFull("entropy takes every weight"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("attention top-k:3", "entropy", "attention full");
  }

  @Test
  void givesFurtherColumnsThatWereKept() throws IOException {
    String kept = temp.resolve("kept").toString();
    SharedSpark.session()
        .read()
        .parquet(input)
        .withColumn("document", functions.concat(functions.lit("d"), functions.col("sentence_id")))
        .withColumn("word_ids", functions.array(functions.lit(3), functions.lit(-1)))
        .write()
        .parquet(kept);
    input = kept;
    AttentionTable table = open(attend("run", "--keep", "document,word_ids"));
    Object[] extra = rows(table, "word_ids", "document", "document").get("7/0").extra();
    assertThat(extra).containsExactly(new int[] {3, -1}, "d7", "d7");
  }

  @Test
  void refusesWhatIsNoAttentionTable() {
    assertRefused(new String[] {input}, "not part of an attention table", "jobs/attend");
    assertRefused(new String[] {temp.resolve("nowhere").toString()}, "matches no file");
    assertRefused(new String[] {weights}, "no attention table");
  }

  @Test
  void refusesRunsOfDifferentSettingsAndTakesThoseOfTheSame() throws IOException {
    String one = attend("one");
    String same = attend("same");
    String causal = attend("causal", "--mask", "causal");
    assertRefused(new String[] {one, causal}, "mixes runs", "corpusattention.mask", "causal");
    assertThat(open(one, same).numRows()).isEqualTo(80);
    assertRefused(new String[] {one, one}, "given already");
  }

  @Test
  void refusesARunThatDidNotFinish() throws IOException {
    String output = attend("run");
    Files.delete(Path.of(output, "_SUCCESS"));
    assertRefused(new String[] {output}, "did not finish", "jobs/attend");
  }

  /**
   * Writes a table with one row of two tokens and the given weights, as another program might write
   * it.
   *
   * @param idType the Parquet type of the id
   */
  private String table(String name, String heads, String idType, float... weights)
      throws IOException {
    return table(name, Map.of("corpusattention.heads", heads), idType, weights);
  }

  private String table(String name, Map<String, String> keys, String idType, float... weights)
      throws IOException {
    Map<String, String> all = new TreeMap<>(keys);
    all.put("corpusattention.id_column", "sentence_id");
    Path folder = Files.createDirectory(temp.resolve(name));
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { "
                + idType
                + "; required int32 num_tokens;"
                + " required int32 query_start; required int32 num_queries; required group"
                + " attention (LIST) { repeated group list { required float element; } } }");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(folder.resolve("part-0.parquet")))
            .withType(schema)
            .withExtraMetaData(all)
            .build()) {
      Group row =
          new SimpleGroup(schema)
              .append("num_tokens", 2)
              .append("query_start", 0)
              .append("num_queries", 2);
      row.add("sentence_id", 5L);
      Group list = row.addGroup("attention");
      for (float weight : weights) {
        list.addGroup("list").append("element", weight);
      }
      writer.write(row);
    }
    return folder.toString();
  }

  private static final String ID = "required int64 sentence_id";

  @Test
  void refusesRowsThatContradictThemselves() throws IOException {
    Map<String, float[]> broken = new TreeMap<>();
    broken.put("attention has 3 numbers, but its counts require 4", new float[] {.5f, .5f, 1});
    broken.put("add up to 1.25", new float[] {.5f, .75f, .5f, .5f});
    broken.put("add up to 0.5", new float[] {.5f, .5f, .25f, .25f});
    broken.put("weight in it that is below 0", new float[] {.5f, .5f, -.5f, 1.5f});
    broken.put("not finite", new float[] {.5f, .5f, Float.NaN, 1});
    for (Map.Entry<String, float[]> one : broken.entrySet()) {
      AttentionTable table = open(table("t" + one.getKey().hashCode(), "1", ID, one.getValue()));
      assertThatThrownBy(() -> rows(table))
          .rootCause()
          .isInstanceOf(BadSettingException.class)
          .hasMessageContainingAll("the row of 5", one.getKey());
    }
    // Zeros may have a sign, and another program may have rounded the weights.
    float[] whole = {.5f, .5f, -0.0f, .9999f};
    assertThat(rows(open(table("whole", "1", ID, whole))).get("5/0").attention()).isEqualTo(whole);
  }

  @Test
  void refusesMoreHeadsThanThereAreWeightsOf() throws IOException {
    float[] weights = {.5f, .5f, .5f, .5f};
    for (String heads : List.of("5", "99999")) {
      assertRefused(new String[] {table("of-" + heads, heads, ID, weights)}, heads + " heads");
    }
    String millions = table("of-millions", "9999999", ID, weights);
    assertRefused(new String[] {millions}, "not part of an attention table");
  }

  @Test
  void refusesALayerThatIsNoNumber() throws IOException {
    Map<String, String> keys =
        Map.of("corpusattention.heads", "1", "corpusattention.layer", "last");
    String last = table("layer-last", keys, ID, .5f, .5f, .5f, .5f);
    assertRefused(new String[] {last}, "not part of an attention table");
  }

  @Test
  void refusesAListOfIds() throws IOException {
    String lists = table("lists", "1", "repeated int64 sentence_id", .5f, .5f, .5f, .5f);
    assertRefused(new String[] {lists}, "sentence_id", "array<bigint>", "integer or a string");
  }

  @Test
  void saysWhatIsMissingWhereTokensAreNeeded() throws IOException {
    String bare = temp.resolve("bare").toString();
    SharedSpark.session().read().parquet(input).drop("tokens").write().parquet(bare);
    String output = temp.resolve("run").toString();
    Attend.run("--input", bare, "--weights", weights, "--output", output);
    AttentionTable table = open(output);
    assertThat(table.hasTokens()).isFalse();
    assertThat(rows(table).get("1/0").tokens()).isNull();
    assertThatThrownBy(() -> table.requireTokens("words are made of them"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("tokens", "words are made of them", "tokens-column");
    assertThatThrownBy(() -> table.rows(List.of("word_ids")))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("word_ids", "keep");
  }
}
