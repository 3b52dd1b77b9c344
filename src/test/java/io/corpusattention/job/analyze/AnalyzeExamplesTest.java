package io.corpusattention.job.analyze;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that the example sentences of a figure are those in which it is strongest. */
class AnalyzeExamplesTest extends AnalyzeRuns {
  private static final String MODEL = "src/test/resources/encoders/gelu";
  private static final int COPIES = 60;

  /** Sentences of the samples. The second one is truncated to the model's 24 positions. */
  private static final List<Integer> SENTENCES = List.of(0, 1, 3, 4);

  @ParameterizedTest
  @ValueSource(strings = {"words", "pieces"})
  void linksAndWordsAreStrongestWhereTheDefinitionSays(String name) throws IOException {
    Path table = GOLDEN.resolve(name + ".parquet");
    Path output = analyze("run", "--input", table.toString(), "--min-count", "2");
    JsonNode json = found(output);
    int heads = json.get("heads").asInt();
    ExpectedExamples expected = new ExpectedExamples(table, heads);
    Map<List<Object>, List<Row>> figures = byFigure(output);
    assertThat(figures).hasSize(json.get("links").size() + json.get("words").size());
    figures.forEach(
        (figure, rows) ->
            assertStrongest(
                rows,
                figure.get(0).equals("link")
                    ? expected.link((String) figure.get(1), (String) figure.get(2))
                    : expected.word((String) figure.get(2))));
  }

  /** Returns the rows of each figure in order. */
  private static Map<List<Object>, List<Row>> byFigure(Path output) {
    Map<List<Object>, List<Row>> figures = new LinkedHashMap<>();
    for (Row row : CommandRun.rows(output, "examples")) {
      List<Object> figure = new ArrayList<>();
      for (String column : List.of("kind", "query_word", "key_word", "relation", "direction")) {
        figure.add(row.getAs(column));
      }
      figures.computeIfAbsent(figure, any -> new ArrayList<>()).add(row);
    }
    return figures;
  }

  private static void assertStrongest(List<Row> rows, List<ExpectedExamples.Place> expected) {
    assertThat(rows).hasSize(Math.min(3, expected.size()));
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      ExpectedExamples.Place place = expected.get(i);
      assertThat(row.<Integer>getAs("rank")).isEqualTo(i + 1);
      assertThat(row.<Double>getAs("weight")).isCloseTo(place.weight(), within(1e-12));
      assertThat(row.<Object>getAs("sentence_id")).as(row.toString()).isEqualTo(place.id());
      assertThat(row.<Integer>getAs("query_place")).as(row.toString()).isEqualTo(place.query());
      assertThat(row.<Integer>getAs("key_place")).as(row.toString()).isEqualTo(place.key());
    }
  }

  /** Writes a treebank of a few sentences, repeated until their relations are frequent. */
  private String treebank() throws IOException {
    String[] all = Files.readString(Path.of("data-samples/corpus.conllu")).split("\n\n", -1);
    StringBuilder some = new StringBuilder();
    SENTENCES.forEach(sentence -> some.append(all[sentence]).append("\n\n"));
    return Files.writeString(temp.resolve("corpus.conllu"), some.toString().repeat(COPIES))
        .toString();
  }

  @Test
  void relationsAreStrongestAtTheirBestHeadWhereTheDefinitionSays() throws IOException {
    String[] text = {"--input", treebank(), "--input-format", "conllu", "--model", MODEL};
    String table = attend("table", text);
    Path output = analyze("run", "--input", table);
    JsonNode json = found(output);
    ExpectedExamples expected =
        new ExpectedExamples(Path.of(table, "attention"), json.get("heads").asInt());
    Map<List<Object>, List<Row>> figures = byFigure(output);
    figures.keySet().removeIf(figure -> !figure.get(0).equals("relation"));
    assertThat(figures.keySet()).extracting(figure -> figure.get(3)).contains("nsubj", "det");
    for (Map.Entry<List<Object>, List<Row>> figure : figures.entrySet()) {
      String relation = (String) figure.getKey().get(3);
      String direction = (String) figure.getKey().get(4);
      Row first = figure.getValue().get(0);
      int layer = first.<Integer>getAs("layer");
      int head = first.<Integer>getAs("head");
      double most = 0;
      double share = 0;
      for (JsonNode row : json.get("relations")) {
        if (row.get("relation").asText().equals(relation)
            && row.get("direction").asText().equals(direction)) {
          most = Math.max(most, row.get("share").asDouble());
          if (row.get("layer").asInt() == layer && row.get("head").asInt() == head) {
            share = row.get("share").asDouble();
          }
        }
      }
      assertThat(share).as(relation).isEqualTo(most);
      boolean toGovernor = direction.equals("to_governor");
      assertStrongest(figure.getValue(), expected.relation(relation, toGovernor, layer, head));
      // The corpus repeats each sentence. On a tie, the lowest ids win.
      long id = first.<Long>getAs("sentence_id");
      assertThat(id).isLessThanOrEqualTo(SENTENCES.size());
      assertThat(figure.getValue())
          .extracting(row -> row.<Long>getAs("sentence_id"))
          .containsExactly(id, id + SENTENCES.size(), id + 2L * SENTENCES.size());
    }
    JsonNode examples = json.get("examples");
    assertThat(found(analyze("of-text", text)).get("examples")).isEqualTo(examples);
    for (String partitions : List.of("1", "64")) {
      Path again = analyze("text-" + partitions, with(text, "--partitions", partitions));
      assertThat(found(again).get("examples")).isEqualTo(examples);
    }
    for (String partitions : List.of("3", "64")) {
      Path again = analyze("table-" + partitions, "--input", table, "--partitions", partitions);
      assertThat(found(again).get("examples")).isEqualTo(examples);
    }
  }

  @Test
  void theTableHoldsWhatTheJsonHoldsAndThePrintedPageNamesIt() throws IOException {
    Path output = temp.resolve("run");
    CommandRun run =
        CommandRun.succeed(
            "analyze",
            "--input",
            GOLDEN.resolve("words.parquet").toString(),
            "--output",
            output.toString());
    assertThat(run.out()).contains("examples/ has the sentences behind these figures");
    List<Row> rows = CommandRun.rows(output, "examples");
    JsonNode json = found(output).get("examples");
    assertThat(rows).hasSameSizeAs(json).isNotEmpty();
    for (int i = 0; i < rows.size(); i++) {
      for (String field : rows.get(i).schema().fieldNames()) {
        assertThat(json.get(i).get(field).asText()).isEqualTo("" + rows.get(i).getAs(field));
      }
    }
  }

  @Test
  void linksOfSomeHeadsAreStrongestAtThese() throws IOException {
    String table = GOLDEN.resolve("words.parquet").toString();
    JsonNode json = found(analyze("run", "--input", table, "--heads", "1", "--min-count", "1"));
    // If a pair met only once, its weight is that of its only example.
    int once = 0;
    for (JsonNode link : json.get("links")) {
      if (link.get("meetings").asLong() == 1) {
        for (JsonNode example : json.get("examples")) {
          if (example.get("query_word").equals(link.get("query_word"))
              && example.get("key_word").equals(link.get("key_word"))) {
            once++;
            assertThat(example.get("weight").asDouble())
                .isCloseTo(link.get("weight").asDouble(), within(1e-9));
          }
        }
      }
    }
    assertThat(once).isGreaterThan(10);
  }

  private static final String[] OF_SEED = {"--weights", "xavier:1", "--min-count", "1"};

  @Test
  void idsAreInTheOrderOfPeopleAndBadRecordsArePassedOver() {
    List<Row> rows = new ArrayList<>();
    Row sentence = Corpora.sentences(3).get(2);
    for (int i : new int[] {10, 2, 30, 1}) {
      rows.add(RowFactory.create("s" + i, sentence.get(1), sentence.get(2)));
      rows.add(RowFactory.create("s0", Corpora.words(3), Corpora.floats(1, 5)));
    }
    String input =
        Corpora.write(
            temp.resolve("corpus"), rows, Corpora.schema(DataTypes.StringType, Corpora.FLOATS), 3);
    Path output =
        analyze("run", with(OF_SEED, "--input", input, "--norms", "--on-bad-record", "reject"));
    assertThat(byFigure(output).values())
        .isNotEmpty()
        .allSatisfy(
            examples ->
                assertThat(examples)
                    .extracting(row -> row.<String>getAs("sentence_id"))
                    .containsExactly("s1", "s2", "s10"));
  }

  @Test
  void askedForNoneTheTableIsEmpty() throws IOException {
    String input = GOLDEN.resolve("words.parquet").toString();
    Path output = analyze("run", "--input", input, "--examples", "no");
    assertThat(CommandRun.rows(output, "examples")).isEmpty();
    assertThat(found(output).get("examples")).isEmpty();
    assertThat(found(output).get("links")).isNotEmpty();
    CommandRun.refuse(
        List.of("analyze", "--input", input, "--output", "x", "--examples", "maybe"),
        "--examples",
        "'maybe' is none of yes, no");
  }

  @Test
  void ofATableOfTheCatalogNoneAreSoughtUnlessTheUserSaysSo() throws IOException {
    SharedSpark.session().read().parquet(SAMPLE).createOrReplaceTempView("sought_sentences");
    String[] options = {"--input-table", "sought_sentences", "--weights", WEIGHTS};
    Path silent = analyze("silent", options);
    assertThat(CommandRun.rows(silent, "examples")).isEmpty();
    assertThat(Attend.manifest(silent).at("/configuration/examples").asText()).isEqualTo("no");
    Path asked = analyze("asked", with(options, "--examples", "yes"));
    assertThat(CommandRun.rows(asked, "examples"))
        .isNotEmpty()
        .isEqualTo(
            CommandRun.rows(analyze("files", "--input", SAMPLE, "--weights", WEIGHTS), "examples"));
  }

  @Test
  void anIdThatIsCalledAsAColumnIsRefused() {
    List<Row> rows = Corpora.sentences(4);
    String input =
        Corpora.write(
            temp.resolve("corpus"),
            rows,
            new StructType()
                .add("rank", "long")
                .add("tokens", Corpora.STRINGS)
                .add("embeddings", Corpora.FLOATS),
            1);
    String[] options = with(OF_SEED, "--input", input, "--id-column", "rank");
    List<String> all = new ArrayList<>(List.of("analyze"));
    all.addAll(List.of(with(options, "--output", temp.resolve("x").toString())));
    CommandRun.refuse(all, "--input: its id column is called rank", "or say --examples no");
    assertThat(CommandRun.rows(analyze("no", with(options, "--examples", "no")), "examples"))
        .isEmpty();
  }
}
