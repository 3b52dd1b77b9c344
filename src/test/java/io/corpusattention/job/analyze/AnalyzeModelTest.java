package io.corpusattention.job.analyze;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that measuring a whole model's attention directly from text gives the same figures as
 * from its table.
 */
class AnalyzeModelTest extends AnalyzeRuns {
  private static final String MODELS = "src/test/resources/encoders/";
  private static final String[] TREEBANK = {
    "--input", GOLDEN.resolve("treebank.conllu").toString(), "--input-format", "conllu"
  };

  private byte[] bytes(String name, String... options) throws IOException {
    Path output = analyze(name, with(options, "--min-count", "1"));
    return Files.readAllBytes(output.resolve("analysis.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "gpt2"})
  void textItsTablesAndItsEmbeddedSentencesGiveTheSameBits(String name) throws IOException {
    String[] model = {"--model", MODELS + name};
    String[] text = with(model, TREEBANK);
    byte[] expected = bytes("text", text);
    JsonNode found = found(temp.resolve("text"));
    assertThat(found.get("layers")).hasSize(3);
    for (String part : GoldenRows.PARTS) {
      assertThat(found.get(part)).as(part).isNotEmpty();
    }
    for (String partitions : List.of("1", "7", "64")) {
      assertThat(bytes("text" + partitions, with(text, "--partitions", partitions)))
          .isEqualTo(expected);
    }
    String table = attend("table", text);
    assertThat(bytes("of-table", "--input", table)).isEqualTo(expected);
    assertThat(bytes("of-table-7", "--input", table, "--partitions", "7")).isEqualTo(expected);
    String tiles = attend("tiles", with(text, "--max-row-bytes", "1000", "--partitions", "3"));
    assertThat(CommandRun.rows(Path.of(tiles), "attention").size())
        .isGreaterThan(CommandRun.rows(Path.of(table), "attention").size());
    assertThat(bytes("of-tiles", "--input", tiles)).isEqualTo(expected);

    String embedded = temp.resolve("embedded").toString();
    CommandRun.succeed("embed", with(text, "--output", embedded));
    assertThat(bytes("of-embedded", with(model, "--input", embedded))).isEqualTo(expected);
  }

  @Test
  void whatIsChosenIsChosenOfTextToo() throws IOException {
    String[] text = with(new String[] {"--model", MODELS + "gelu"}, TREEBANK);
    String[] chosen = {"--layers", "0,2", "--heads", "2.1,0.0", "--divergences", "all"};
    String table = attend("table", text);
    byte[] expected = bytes("of-table", with(chosen, "--input", table));
    assertThat(bytes("text", with(text, chosen))).isEqualTo(expected);
    // A table with only these layers gives the same bits.
    String two = attend("two", with(text, "--layers", "0,2"));
    assertThat(bytes("of-two", "--input", two, "--heads", "2.1,0.0", "--divergences", "all"))
        .isEqualTo(expected);
  }

  @Test
  void proseIsCutAndRecordsThatAreNotFitAreSetAside() throws IOException {
    Path text = temp.resolve("prose.txt");
    byte[] prose =
        "The cat sat. The mat!\n\n?\nthe law is just.\n".getBytes(StandardCharsets.UTF_8);
    prose[23] = (byte) 0xFF;
    Files.write(text, prose);
    String[] options = {
      "--model", MODELS + "gelu", "--input", text.toString(), "--split", "sentences"
    };
    List<String> refused = new ArrayList<>(List.of("analyze"));
    refused.addAll(List.of(with(options, "--output", temp.resolve("refused").toString())));
    CommandRun.refuse(refused, "record ", "not_utf8", "--on-bad-record reject");
    assertThat(temp.resolve("refused")).doesNotExist();
    Path output = analyze("run", with(options, "--on-bad-record", "reject"));
    assertThat(found(output).get("sentences").asInt()).isEqualTo(3);
    JsonNode counts = Attend.manifest(output).get("counts");
    assertThat(counts.get("read").asInt()).isEqualTo(4);
    assertThat(counts.get("written").asInt()).isEqualTo(3);
    assertThat(Attend.rejected(output)).hasSize(1).containsValue("not_utf8");
  }

  @Test
  void aRunSaysWhatWasMeasured() throws IOException {
    Path output = temp.resolve("run");
    String[] options = {"--model", MODELS + "gelu", "--layers", "1-2", "--min-count", "1"};
    CommandRun run =
        CommandRun.succeed("analyze", with(with(options, TREEBANK), "--output", output.toString()));
    assertThat(run.out())
        .contains("14 analyzed")
        .contains("Relations, of 11 sentences; 1 were cut");
    JsonNode manifest = Attend.manifest(output);
    assertThat(manifest.at("/configuration/layers").asText()).isEqualTo("1-2");
    assertThat(manifest.at("/configuration/divergences").asText()).isEqualTo("layer");
    assertThat(manifest.at("/model/name").asText()).isEqualTo("gelu");
    for (String part : List.of("statistics", "heads", "divergences", "relations")) {
      for (Row row : CommandRun.rows(output, part)) {
        assertThat(row.<Integer>getAs("layer")).isBetween(1, 2);
      }
    }
    for (String part : List.of("links", "words")) {
      assertThat(CommandRun.rows(output, part))
          .isNotEmpty()
          .allMatch(row -> row.getAs("layer") == null);
    }
  }

  @Test
  void anEmptyTextLeavesEmptyTables() throws IOException {
    String text = Files.writeString(temp.resolve("empty.txt"), "").toString();
    Path output = temp.resolve("run");
    CommandRun run =
        CommandRun.succeed(
            "analyze", "--model", MODELS + "gelu", "--input", text, "--output", output.toString());
    assertThat(run.err()).contains("warning: the input has no sentences");
    for (String part : GoldenRows.PARTS) {
      assertThat(CommandRun.rows(output, part)).isEmpty();
    }
  }
}
