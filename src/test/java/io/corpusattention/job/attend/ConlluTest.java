package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a model's attention together with the dependencies of a treebank. */
class ConlluTest {
  private static final String SAMPLE = "data-samples/corpus.conllu";

  @TempDir private Path temp;

  private List<String> options(String model, String input, String output, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--model", GoldenEncoder.path(model).toString()));
    options.addAll(List.of("--input", input, "--input-format", "conllu"));
    options.addAll(List.of("--output", temp.resolve(output).toString()));
    options.addAll(List.of(more));
    return options;
  }

  private void run(String model, String input, String output, String... more) {
    CommandRun.succeed("attend", options(model, input, output, more).toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "gpt2"})
  void everyRowHasTheHeadsAndRelationsOfItsWords(String model) {
    run(model, SAMPLE, "run", "--hidden", "mean", "--keep", "sent_id", "--partitions", "3");
    List<Row> rows = new ArrayList<>(CommandRun.rows(temp.resolve("run"), "attention"));
    assertThat(rows).hasSize(12 * GoldenEncoder.LAYERS);
    List<Row> hidden = CommandRun.rows(temp.resolve("run"), "hidden");
    assertThat(hidden).hasSize(12);
    rows.addAll(hidden);
    for (Row row : rows) {
      assertThat(row.<String>getAs("sent_id")).isEqualTo("sample-" + row.get(0));
      int words = Attend.<Integer>list(row, "heads").size();
      assertThat(Attend.<String>list(row, "relations")).hasSize(words);
      assertThat(Attend.<Integer>list(row, "heads")).containsOnlyOnce(0);
      if (!row.<Boolean>getAs("truncated")) {
        // Each word has pieces, in the order of the words.
        assertThat(Attend.<Integer>list(row, "word_ids").stream().filter(w -> w >= 0).distinct())
            .hasSize(words)
            .isSorted();
      }
      if (row.getLong(0) == 4) {
        assertThat(Attend.<Integer>list(row, "heads")).containsExactly(2, 4, 4, 0, 7, 7, 4, 4);
        assertThat(Attend.<String>list(row, "relations"))
            .containsExactly(
                "det", "nsubj:pass", "aux:pass", "root", "case", "nmod:poss", "obl:agent", "punct");
      }
    }
  }

  @Test
  void theAttentionIsThatOfTheSameWordsThroughEmbed() {
    run("gelu", SAMPLE, "text");
    String embedded = temp.resolve("embedded").toString();
    List<String> embed = options("gelu", SAMPLE, "embedded");
    CommandRun.succeed("embed", embed.toArray(new String[0]));
    CommandRun.succeed(
        "attend",
        "--model",
        GoldenEncoder.path("gelu").toString(),
        "--input",
        embedded,
        "--keep",
        "heads,relations",
        "--output",
        temp.resolve("through").toString());
    assertThat(CommandRun.rows(temp.resolve("through"), "attention"))
        .containsExactlyInAnyOrderElementsOf(CommandRun.rows(temp.resolve("text"), "attention"));
  }

  @Test
  void malformedSentencesAreSetAside() throws IOException {
    String good = Files.readString(Path.of(SAMPLE));
    String input =
        Files.writeString(temp.resolve("bad.conllu"), "1\tone column too few\n\n" + good)
            .toString();
    run("gelu", input, "run", "--on-bad-record", "reject");
    assertThat(Attend.rejected(temp.resolve("run"))).isEqualTo(Map.of("1", "malformed"));
    assertThat(CommandRun.rows(temp.resolve("run"), "attention"))
        .hasSize(12 * GoldenEncoder.LAYERS);
    List<String> refused = new ArrayList<>(List.of("attend"));
    refused.addAll(options("gelu", input, "refused"));
    CommandRun.refuse(
        refused, "record 1: malformed, line 1 of ", "bad.conllu has 2 columns between tabs");
  }

  @Test
  void settingsThatDoNotGoWithItAreRefused() {
    for (String column : List.of("--id-column", "--text-column", "--tokens-column")) {
      List<String> options = new ArrayList<>(List.of("attend", column, "x"));
      options.addAll(options("gelu", SAMPLE, "refused"));
      CommandRun.refuse(options, "is CoNLL-U, which has no column x");
    }
    List<String> prose = new ArrayList<>(List.of("attend", "--split", "sentences"));
    prose.addAll(options("gelu", SAMPLE, "refused"));
    CommandRun.refuse(prose, "--input-format conllu: is cut into words already");
    List<String> embeddings = new ArrayList<>(List.of("attend", "--embeddings-column", "x"));
    embeddings.addAll(options("gelu", SAMPLE, "refused"));
    CommandRun.refuse(embeddings, "--embeddings-column x", "is text; leave it out");
    for (List<String> job : List.of(List.of("attend", "--weights", "xavier:1"), List.of("train"))) {
      List<String> options = new ArrayList<>(job);
      options.addAll(List.of("--input", SAMPLE, "--input-format", "CoNLLU"));
      options.addAll(List.of("--output", temp.resolve("refused").toString()));
      CommandRun.refuse(options, "--input-format conllu: is text", "jobs/embed", "--model");
    }
    assertThat(temp.resolve("refused")).doesNotExist();
  }
}
