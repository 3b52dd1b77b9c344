package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests every layer and head of a model, from text to the table. */
class WholeModelTest {
  private static final double TOLERANCE = 2e-5;

  @TempDir private Path temp;
  private GoldenEncoder golden;
  private String lines;

  @BeforeEach
  void writeLines() throws IOException {
    golden = GoldenEncoder.read("gelu");
    lines = write("lines.txt", golden.lines());
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text).toString();
  }

  /** Runs a model, with the text of the golden file unless another input is given. */
  private CommandRun run(String output, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    addUnlessThere(options, "--model", golden.path().toString());
    if (!options.contains("--input-table")) {
      addUnlessThere(options, "--input", lines);
    }
    addUnlessThere(options, "--output", temp.resolve(output).toString());
    return CommandRun.succeed("attend", options.toArray(new String[0]));
  }

  private static void addUnlessThere(List<String> options, String option, String value) {
    if (!options.contains(option)) {
      options.addAll(List.of(option, value));
    }
  }

  /** Returns the rows of a run by id, layer and first query. */
  private Map<String, Row> table(String output, String... more) {
    run(output, more);
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : CommandRun.rows(temp.resolve(output), "attention")) {
      String key =
          row.get(0) + "/" + row.<Integer>getAs("layer") + "/" + row.<Integer>getAs("query_start");
      assertThat(rows.put(key, row)).as(key).isNull();
    }
    return rows;
  }

  private static void assertClose(List<Float> actual, double[] expected, String what) {
    assertThat(actual).as(what).hasSize(expected.length);
    double largest =
        IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual.get(i))
          .as(what)
          .isCloseTo(expected[i], Offset.offset(TOLERANCE * Math.max(1, largest)));
    }
  }

  private static void assertSameBits(Map<String, Row> actual, Map<String, Row> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((key, row) -> assertThat(actual.get(key)).as(key).isEqualTo(row));
  }

  @ParameterizedTest
  @MethodSource("io.corpusattention.job.attend.GoldenEncoder#all")
  void theTableHoldsWhatTransformersHasForEveryLayer(String model) throws IOException {
    golden = GoldenEncoder.read(model);
    Map<String, Row> table = table("run", "--context", "tokens");
    assertThat(table).hasSize(golden.texts().size() * GoldenEncoder.LAYERS);
    for (int i = 0; i < golden.texts().size(); i++) {
      GoldenEncoder.Text text = golden.texts().get(i);
      for (int layer = 0; layer < GoldenEncoder.LAYERS; layer++) {
        String key = (i + 1) + "/" + layer + "/0";
        Row row = table.get(key);
        assertThat(row.<String>getList(row.fieldIndex("tokens"))).isEqualTo(text.tokens());
        assertThat(row.<Integer>getList(row.fieldIndex("word_ids"))).isEqualTo(text.wordIds());
        assertThat(row.<Boolean>getAs("truncated")).isEqualTo(text.truncated());
        assertThat(row.<Integer>getAs("num_tokens")).isEqualTo(text.tokens().size());
        assertClose(Attend.list(row, "attention"), text.attention().get(layer), model + " " + key);
        assertClose(Attend.list(row, "context"), text.context().get(layer), model + " " + key);
      }
    }
  }

  @Test
  void theBitsAreTheSameInAnyPartitionsThroughEmbedAndWithAnyLayers() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      many.append("the cat ").append("sat on the mat ".repeat(i % 7)).append(i).append(".\n\n");
    }
    lines = write("many.txt", many.toString());
    Map<String, Row> table = table("one", "--partitions", "1");
    assertThat(table).hasSize(300 * GoldenEncoder.LAYERS);
    assertSameBits(table("many", "--partitions", "64"), table);

    String model = golden.path().toString();
    String embedded = temp.resolve("embedded").toString();
    CommandRun.succeed("embed", "--input", lines, "--model", model, "--output", embedded);
    assertSameBits(table("through-embed", "--input", embedded), table);
    assertThat(manifest("through-embed").at("/counts/truncated"))
        .isEqualTo(manifest("one").at("/counts/truncated"));
    assertSameBits(table("folder", "--input", embedded + "/sentences"), table);

    Map<String, Row> some = table("some", "--layers", "0,2");
    assertThat(some).hasSize(2 * 300);
    some.forEach((key, row) -> assertThat(row).isEqualTo(table.get(key)));
    table("one-layer", "--layers", "1-1")
        .forEach((key, row) -> assertThat(row).isEqualTo(table.get(key)));
  }

  @Test
  void theRowsOfASentenceStandOneAfterTheOther() {
    run("run", "--max-row-bytes", "1000");
    List<String> order = new ArrayList<>();
    for (Row row : CommandRun.rows(temp.resolve("run"), "attention")) {
      order.add(
          String.format(
              "%s %s %02d",
              row.get(0), row.<Integer>getAs("layer"), row.<Integer>getAs("query_start")));
    }
    assertThat(order).isSorted().hasSizeGreaterThan(9);
    JsonNode counts = manifest("run").get("counts");
    assertThat(counts.get("read").asInt()).isEqualTo(3);
    assertThat(counts.get("written").asInt()).isEqualTo(3);
    assertThat(counts.get("rows").asInt()).isEqualTo(order.size());
    int tokens = golden.texts().stream().mapToInt(text -> text.tokens().size()).sum();
    assertThat(counts.get("tokens").asInt()).isEqualTo(tokens);
    assertThat(counts.get("truncated").asInt()).isOne();
  }

  private JsonNode manifest(String output) {
    try {
      return Attend.manifest(temp.resolve(output));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tilesAndTheHeaviestKeysAreThoseOfTheWholeDistributions() {
    Map<String, Row> whole = table("whole");
    Map<String, Row> top = table("top", "--attention", "top-k:2", "--layers", "1");
    assertThat(top).hasSize(3);
    top.forEach(
        (key, row) -> {
          List<Float> all = Attend.list(whole.get(key), "attention");
          int n = row.getAs("num_tokens");
          List<Integer> keys = Attend.list(row, "attention_keys");
          List<Float> weights = Attend.list(row, "attention_weights");
          for (int query = 0; query < GoldenEncoder.HEADS * n; query++) {
            assertThat(weights.get(2 * query)).isEqualTo(all.get(query * n + keys.get(2 * query)));
          }
          assertThat(row.schema().fieldNames()).doesNotContain("attention", "context");
        });
    Map<String, Row> mean = table("mean", "--context", "mean", "--attention", "none");
    Map<String, Row> tokens = table("tokens", "--context", "tokens");
    mean.forEach(
        (key, row) -> {
          List<Float> contexts = Attend.list(tokens.get(key), "context");
          List<Float> means = Attend.list(row, "context");
          int n = row.getAs("num_tokens");
          for (int i = 0; i < means.size(); i++) {
            double sum = 0;
            for (int query = 0; query < n; query++) {
              sum += contexts.get(query * means.size() + i);
            }
            assertThat((double) means.get(i)).isCloseTo(sum / n, Offset.offset(1e-5));
          }
        });
  }

  @Test
  void tablesHaveTextOrWordsOrWhatEntersTheFirstLayer() {
    String input = temp.resolve("table.parquet").toString();
    String sentence = golden.texts().get(0).text();
    SharedSpark.session()
        .sql(
            "SELECT 'x' AS nr, '"
                + sentence
                + "' AS body, array('The', 'cat', 'sat', 'on', 'the', 'mat', '.') AS words,"
                + " 7 AS score, array(1.0F) AS embeddings")
        .write()
        .parquet(input);
    Map<String, Row> lines = table("lines", "--limit", "1");
    String[] table = {"--input", input, "--id-column", "nr", "--keep", "score"};
    Map<String, Row> text = table("text", CommandRun.with(table, "--text-column", "body"));
    assertThat(text.keySet()).containsExactly("x/0/0", "x/1/0", "x/2/0");
    assertThat(text.get("x/1/0").<Integer>getAs("score")).isEqualTo(7);
    assertThat(Attend.<Float>list(text.get("x/2/0"), "attention"))
        .isEqualTo(Attend.<Float>list(lines.get("1/2/0"), "attention"));

    SharedSpark.session().read().parquet(input).drop("embeddings").createOrReplaceTempView("words");
    String[] words = {"--input-table", "words", "--id-column", "nr"};
    Map<String, Row> tokens = table("words", CommandRun.with(words, "--tokens-column", "words"));
    Row row = tokens.get("x/2/0");
    assertThat(Attend.<String>list(row, "tokens")).isEqualTo(golden.texts().get(0).tokens());
    assertThat(Attend.<Integer>list(row, "word_ids")).isEqualTo(golden.texts().get(0).wordIds());
    assertThat(Attend.<Float>list(row, "attention"))
        .isEqualTo(Attend.<Float>list(lines.get("1/2/0"), "attention"));
  }

  @Test
  void proseIsCutIntoSentencesThatKnowTheirDocument() throws IOException {
    lines = write("prose.txt", "The cat sat. The mat!\n");
    Map<String, Row> table = table("run", "--split", "sentences", "--layers", "0");
    assertThat(table.keySet()).containsExactly("1.1/0/0", "1.2/0/0");
    assertThat(table.get("1.2/0/0").<Long>getAs("document")).isEqualTo(1);
  }

  @Test
  void recordsThatCannotBeUsedAreSetAsideAndAllOthersWritten() throws IOException {
    Path bad = temp.resolve("bad.txt");
    byte[] text = "the\n?\n\ncat\n\u200B\n".getBytes(StandardCharsets.UTF_8);
    text[4] = (byte) 0xFF;
    Files.write(bad, text);
    Map<String, Row> table = table("run", "--input", bad.toString(), "--on-bad-record", "reject");
    assertThat(table).hasSize(2 * GoldenEncoder.LAYERS);
    assertThat(Attend.rejected(temp.resolve("run"))).isEqualTo(Map.of("2", "not_utf8"));
    JsonNode counts = manifest("run").get("counts");
    assertThat(counts.get("read").asInt()).isEqualTo(3);
    assertThat(counts.get("empty_lines").asInt()).isEqualTo(2); // one looks empty
  }

  @Test
  void anEmptyTextLeavesAnEmptyTableWithAllColumns() throws IOException {
    lines = write("empty.txt", "");
    assertThat(run("run").err()).contains("warning: the input has no records; the table is empty");
    assertThat(
            SharedSpark.session()
                .read()
                .parquet(temp.resolve("run/attention").toString())
                .columns())
        .containsExactly(
            "sentence_id",
            "tokens",
            "word_ids",
            "truncated",
            "layer",
            "num_tokens",
            "query_start",
            "num_queries",
            "attention",
            "attention_received");
  }

  @Test
  void theRunNamesTheModel() {
    CommandRun run = run("run", "--layers", "0,2");
    assertThat(run.out()).contains("gelu (bert), 3 layers of 3 heads; layers written: 0,2");
    JsonNode model = manifest("run").get("model");
    assertThat(model.get("name").asText()).isEqualTo("gelu");
    assertThat(model.get("family").asText()).isEqualTo("bert");
    assertThat(model.get("layers").asInt()).isEqualTo(3);
    assertThat(model.get("heads").asInt()).isEqualTo(3);
    assertThat(model.get("sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(model.get("layers_written")).hasSize(2);
    run("other", "--model", GoldenEncoder.path("relu").toString());
    assertThat(manifest("other").at("/model/sha256")).isNotEqualTo(model.get("sha256"));
  }

  @Test
  void aDryRunCountsTheLayersAndWritesNothing() {
    String all = run("run", "--dry-run").out();
    String one = run("run", "--dry-run", "--layers", "2").out();
    assertThat(temp.resolve("run")).doesNotExist();
    assertThat(all).contains("3 layers of 3 heads", "layer ", "int", "attention grows with layers");
    assertThat(bytesPerSentence(all)).isCloseTo(3 * bytesPerSentence(one), Offset.offset(0.31));
  }

  private static double bytesPerSentence(String out) {
    String line =
        out.lines().filter(l -> l.contains(" a sentence, from")).findFirst().orElseThrow();
    return Double.parseDouble(line.strip().split(" ", -1)[0]);
  }

  @Test
  void theHeaviestWeightsOfAWordAreShown() {
    String out = run("run", "--show", "CAT,zebras,nobody,cat's").out();
    assertThat(out)
        .contains("\"CAT\" in \"" + golden.texts().get(0).text() + "\"\n")
        .contains("\"zebras\" in \"Zebras, na\u00efve")
        .contains("No sentence has the word \"nobody\"")
        .contains("No sentence has the word \"cat's\"; the model's tokenizer makes several words");
    // The weight from cat to mat in each layer and head: summed over the pieces of mat, averaged
    // over the pieces of cat.
    GoldenEncoder.Text text = golden.texts().get(0);
    List<Integer> words = text.wordIds();
    int cat = 1;
    int mat = 5;
    long pieces = words.stream().filter(word -> word == cat).count();
    double heaviest = 0;
    int n = words.size();
    for (double[] layer : text.attention()) {
      double[] heads = new double[layer.length / (n * n)];
      for (int i = 0; i < layer.length; i++) {
        if (words.get(i / n % n) == cat && words.get(i % n) == mat) {
          heads[i / (n * n)] += layer[i] / pieces;
        }
      }
      heaviest = Math.max(heaviest, DoubleStream.of(heads).max().orElseThrow());
    }
    String line = out.lines().filter(l -> l.startsWith("  mat ")).findFirst().orElseThrow();
    assertThat(Double.parseDouble(line.strip().split("\\s+", -1)[1]))
        .isCloseTo(heaviest, Offset.offset(0.0051));
    assertThat(out.lines().filter(l -> l.strip().startsWith(".") || l.contains("[CLS]"))).isEmpty();
  }

  @Test
  void aLayerOfATableIsTakenAloneAndOneThatIsNotThereIsRefused() {
    run("run");
    String table = temp.resolve("run").toString();
    String two = temp.resolve("two").toString();
    run("two", "--layers", "2");
    for (String job : List.of("analyze", "summarize", "report")) {
      String output = temp.resolve(job).toString() + ".html";
      CommandRun.refuse(
          List.of(job, "--input", two, "--output", output, "--layers", "1"),
          "--layers 1: the table of --input " + two + " has the layers 2");
      CommandRun.succeed(job, "--input", table, "--layers", "2", "--output", output);
    }
    String alone = temp.resolve("alone").toString();
    CommandRun.succeed("analyze", "--input", two, "--layers", "2", "--output", alone);
    for (String name : List.of("statistics", "heads", "divergences")) {
      assertThat(CommandRun.rows(Path.of(alone), name))
          .containsExactlyInAnyOrderElementsOf(CommandRun.rows(temp.resolve("analyze.html"), name));
    }
  }
}
