package io.corpusattention.job.analyze;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests which head finds which relation of a treebank. The expected figures come from
 * src/test/python/make_relations.py.
 */
class AnalyzeRelationsTest extends AnalyzeRuns {
  private static final String MODELS = "src/test/resources/encoders/";
  private static final String[] TREEBANK = {
    "--input", GOLDEN.resolve("treebank.conllu").toString(), "--input-format", "conllu"
  };

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "gpt2"})
  void headsFindWhatTransformersFindsInFloat64(String name) throws IOException {
    JsonNode expected = JSON.readTree(GOLDEN.resolve("relations.json").toFile()).get(name);
    String[] text = with(TREEBANK, "--model", MODELS + name);
    Path ofText = analyze("text", text);
    Path ofTable = analyze("of-table", "--input", attend("table", text));
    for (Path output : List.of(ofText, ofTable)) {
      GoldenRows.check("relations", found(output), expected);
      JsonNode counts = Attend.manifest(output).get("counts");
      for (String count :
          List.of("with_relations", "cut_without_relations", "words_without_pieces")) {
        assertThat(counts.get(count)).as(count).isEqualTo(expected.get(count));
      }
    }
  }

  /** Embeds the treebank and replaces the heads of sentence 10. Returns the path of the table. */
  private String embedded(String heads) {
    Path run = temp.resolve("embedded");
    CommandRun.succeed(
        "embed", with(TREEBANK, "--model", MODELS + "gelu", "--output", run.toString()));
    String table = temp.resolve("wrong.parquet").toString();
    SharedSpark.session()
        .read()
        .parquet(run.resolve("sentences").toString())
        .createOrReplaceTempView("treebank");
    SharedSpark.session()
        .sql(
            "SELECT * EXCEPT (heads), IF(sentence_id = 10, "
                + heads
                + ", heads) AS heads FROM treebank")
        .write()
        .parquet(table);
    return table;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array(2, 0, 5, 9, 2); word 4 of 5 has the governor 9; wrong_length",
        "array(2, 0, 5, 4, 2); word 4 of 5 has the governor 4; wrong_length",
        "array(2, 0, 5, 5); heads has 4 numbers, and relations 5 names; wrong_length",
        "array(2, 0, 5, NULL, 2); heads has a null in it; null_element"
      })
  void headsThatCannotBeAreRefusedOrSetAside(String wrong) throws IOException {
    String[] of = wrong.split("; ", -1);
    String input = embedded(of[0]);
    String[] model = {"--model", MODELS + "gelu", "--input", input};
    List<String> refused = new ArrayList<>(List.of("analyze"));
    refused.addAll(List.of(with(model, "--output", temp.resolve("refused").toString())));
    CommandRun.refuse(refused, "record 10: " + of[2], of[1]);
    assertThat(temp.resolve("refused")).doesNotExist();
    Path output = analyze("run", with(model, "--on-bad-record", "reject"));
    assertThat(Attend.rejected(output)).isEqualTo(Map.of("10", of[2]));
    assertThat(found(output).get("sentences").asInt()).isEqualTo(13);

    // attend copies the columns unchanged. analyze refuses such a table instead of setting rows
    // aside.
    String table = attend("table", with(model, "--keep", "heads,relations"));
    CommandRun.refuse(
        List.of("analyze", "--input", table, "--output", temp.resolve("refused").toString()),
        "the row of 10: " + of[1],
        "fix the columns heads and relations");
  }

  /** The syntax columns of a table of words are kept automatically, like those of a treebank. */
  @Test
  void aTableOfWordsHasTheRelationsOfItsTreebank() throws IOException {
    JsonNode expected = JSON.readTree(GOLDEN.resolve("relations.json").toFile()).get("gpt2");
    String words = temp.resolve("words.parquet").toString();
    List<Row> rows = new ArrayList<>();
    for (String sentence :
        Files.readString(GOLDEN.resolve("treebank.conllu")).strip().split("\n\n", -1)) {
      List<String[]> lines =
          sentence.lines().filter(l -> !l.startsWith("#")).map(l -> l.split("\t", -1)).toList();
      rows.add(
          RowFactory.create(
              "s" + rows.size(),
              lines.stream().map(word -> word[1]).toList(),
              lines.stream()
                  .map(word -> word[6].equals("_") ? -1L : Long.parseLong(word[6]))
                  .toList(),
              lines.stream().map(word -> word[7]).toList()));
    }
    SharedSpark.session()
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "id STRING, words ARRAY<STRING>, heads ARRAY<BIGINT>, relations ARRAY<STRING>"))
        .write()
        .parquet(words);
    String[] options = {
      "--model", MODELS + "gpt2", "--input", words, "--id-column", "id", "--tokens-column", "words"
    };
    GoldenRows.check("relations", found(analyze("text", options)), expected);
    String kept = attend("kept", with(options, "--keep", "heads,relations"));
    GoldenRows.check("relations", found(analyze("of-kept", "--input", kept)), expected);
    String table = attend("table", options);
    GoldenRows.check("relations", found(analyze("of-table", "--input", table)), expected);
  }

  @Test
  void aColumnOfManyDifferentRelationsIsNone() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 501; i++) {
      text.append("1\tthe\t_\t_\t_\t_\t3\tr").append(2 * i).append("\t_\t_\n");
      text.append("2\told\t_\t_\t_\t_\t3\tr").append(2 * i + 1).append("\t_\t_\n");
      text.append("3\tlaw\t_\t_\t_\t_\t0\troot\t_\t_\n\n");
    }
    String input = Files.writeString(temp.resolve("many.conllu"), text).toString();
    for (String partitions : List.of("1", "8")) {
      CommandRun.refuse(
          List.of(
              "analyze",
              "--model",
              MODELS + "gelu",
              "--input",
              input,
              "--input-format",
              "conllu",
              "--partitions",
              partitions,
              "--output",
              temp.resolve("refused").toString()),
          "--input",
          "column relations has more than 1000 different values");
      assertThat(temp.resolve("refused")).doesNotExist();
    }
  }

  @Test
  void relationsOfFewWordsGiveNoHeadAName() throws IOException {
    JsonNode found = found(analyze("run", with(TREEBANK, "--model", MODELS + "gelu")));
    assertThat(found.get("relations")).isNotEmpty();
    assertThat(found.get("head_labels").toString()).doesNotContain("relation:");
  }
}
