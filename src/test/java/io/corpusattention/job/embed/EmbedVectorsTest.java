package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.text.GoldenEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the sources of vectors (a file, the corpus or a model) and words without a vector. */
class EmbedVectorsTest extends EmbeddedText {
  @Test
  void learnedVectorsAreTheSameInAnyPartitionsAndServeAgain() throws IOException {
    String text = write("t/text.txt", manyLines(20_000));
    String[] learn = {
      "--embedder", "word2vec", "--dim", "7", "--min-count", "100", "--epochs", "1"
    };
    Map<String, Row> learned = embed("learned", text, learn);
    List<String> more = new ArrayList<>(List.of(learn));
    more.addAll(List.of("--partitions", "5", "--save-vectors", temp + "/saved.txt"));
    assertThat(embed("again", text, more.toArray(new String[0]))).isEqualTo(learned);
    Path saved = output("learned").resolve("word2vec.txt");
    assertThat(saved).hasSameTextualContentAs(temp.resolve("saved.txt"));
    assertThat(output("again").resolve("word2vec.txt")).doesNotExist();
    assertThat(Files.readAllLines(saved)).hasSize(4).first().isEqualTo("3 7");
    vectors = saved.toString();
    assertThat(embed("served", text)).isEqualTo(learned);
    assertThat(Embed.embeddings(learned.get("1")).subList(0, 7)).anyMatch(x -> x != 0);
  }

  @Test
  void unknownWordsAreDroppedOrZeroOrTheMeanAndCounted() throws IOException {
    String text = write("t/text.txt", "a x B x\ny a\n");
    Map<String, Row> zero = embed("zero", text);
    assertThat(Embed.embeddings(zero.get("1"))).containsExactly(1f, 2f, 0f, 0f, 3f, 4f, 0f, 0f);
    assertThat(Embed.unknown(zero.get("1"))).isEqualTo(2);
    Map<String, Row> drop = embed("drop", text, "--unknown", "drop");
    assertThat(Embed.tokens(drop.get("1"))).containsExactly("a", "B");
    assertThat(Embed.embeddings(drop.get("1"))).containsExactly(1f, 2f, 3f, 4f);
    assertThat(Embed.unknown(drop.get("1"))).isEqualTo(2);
    Map<String, Row> mean = embed("mean", text, "--unknown", "mean");
    assertThat(Embed.embeddings(mean.get("2"))).containsExactly(3f, 4f, 1f, 2f);
    assertThat(counts("drop").get("unknown").asInt()).isEqualTo(3);
    assertThat(counts("drop").get("sentences_with_unknown").asInt()).isEqualTo(2);
    assertThat(counts("drop").get("unknown_words").get("x").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("io.corpusattention.text.GoldenEmbedder#all")
  void attentionOfAModelsFirstLayerIsTheModelsOwn(String name) throws IOException {
    GoldenEmbedder golden = GoldenEmbedder.read(name);
    String model = golden.path().toString();
    StringBuilder text = new StringBuilder();
    golden.sentences().forEach(sentence -> text.append(sentence.text()).append('\n'));
    Map<String, Row> sentences =
        embed("sentences", write("t/text.txt", text.toString()), "--model", model);
    Path attention = output("attention");
    Attend run =
        Attend.run(
            "--input",
            output("sentences").toString(),
            "--weights",
            model,
            "--layer",
            "0",
            "--keep",
            "word_ids,truncated,unknown",
            "--output",
            attention.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, Row> table = Attend.table(attention);
    for (int i = 0; i < golden.sentences().size(); i++) {
      GoldenEmbedder.Sentence expected = golden.sentences().get(i);
      Row row = table.get((i + 1) + "/0");
      assertThat(Attend.<String>list(row, "tokens")).isEqualTo(expected.tokens());
      assertThat(row.<Integer>getList(row.fieldIndex("word_ids"))).isEqualTo(expected.wordIds());
      List<Float> weights = Attend.list(row, "attention");
      assertThat(weights).hasSize(expected.attention().length);
      for (int j = 0; j < weights.size(); j++) {
        assertThat((double) weights.get(j)).isCloseTo(expected.attention()[j], Offset.offset(2e-5));
      }
      assertThat(Embed.unknown(sentences.get("" + (i + 1))))
          .isEqualTo((int) expected.tokens().stream().filter("[UNK]"::equals).count());
    }
  }

  @Test
  void aSentenceOfWhichDropLeavesNothingIsCountedAndStopsNoRun() throws IOException {
    String text = write("t/text.txt", "a b\nx y\nB\n");
    assertThat(embed("nothing-left", text, "--unknown", "drop")).containsOnlyKeys("1", "3");
    assertThat(Embed.rejected(output("nothing-left"))).isEqualTo(Map.of("2", "empty"));
    assertThat(counts("nothing-left").get("read").asInt()).isEqualTo(3);
    assertThat(counts("nothing-left").get("rejected").asInt()).isEqualTo(1);
  }

  @Test
  void piecesOfATokenizerCanHaveVectorsToo() throws IOException {
    String tokenizer = GoldenEmbedder.path("bert") + "/tokenizer.json";
    String text = write("t/text.txt", "cats cat\n");
    Map<String, Row> table =
        embed(
            "run",
            text,
            "--tokenizer",
            tokenizer,
            "--embedder",
            "word2vec",
            "--dim",
            "3",
            "--min-count",
            "1");
    assertThat(Embed.tokens(table.get("1"))).containsExactly("cat", "##s", "cat");
    Row row = table.get("1");
    assertThat(row.<Integer>getList(row.fieldIndex("word_ids"))).containsExactly(0, 0, 1);
  }

  @Test
  void vectorsBesideTheInputAreTakenAndNamed() throws IOException {
    String text = write("t/text.txt", "a b\n");
    write("t/vectors.txt", "a 7 8\n");
    Embed run = Embed.succeed("--input", text, "--output", output("beside").toString());
    assertThat(run.out()).contains("t/vectors.txt (beside the input");
    assertThat(Embed.embeddings(Embed.table(output("beside")).get("1")))
        .containsExactly(7f, 8f, 0f, 0f);
    String folder = output("folder").toString();
    Embed learned = Embed.run("--input", temp + "/t", "--output", folder, "--min-count", "1");
    assertThat(learned.out()).contains("word2vec, learned from this corpus");
  }
}
