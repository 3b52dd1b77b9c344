package io.corpusattention.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.embed.Embed;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that train refuses bad settings with exit code 2 and a one-line message that says what
 * would be right.
 */
class TrainSettingsTest {
  @TempDir private Path temp;
  private String input;

  @BeforeEach
  void makeCorpus() {
    input = Corpora.write(temp.resolve("in"), Corpora.sentences(30), Corpora.schema(), 2);
  }

  private void refuse(List<String> more, String... words) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(more);
    if (!more.contains("--input")) {
      all.addAll(List.of("--input", input));
    }
    if (!more.contains("--output")) {
      all.addAll(List.of("--output", temp.resolve("refused").toString()));
    }
    CommandRun.refuse(all, words);
    assertThat(temp.resolve("refused")).doesNotExist();
  }

  @Test
  void valuesThatCannotBe() {
    refuse(List.of("--epochs", "0"), "--epochs 0", "1 or more");
    refuse(List.of("--batch", "0"), "--batch 0", "1 or more");
    refuse(List.of("--learning-rate", "-1"), "--learning-rate -1", "above 0");
    refuse(List.of("--warm-up", "1"), "--warm-up 1", "below 1");
    refuse(List.of("--clip", "0"), "--clip 0", "above 0");
    refuse(List.of("--weight-decay", "-1"), "--weight-decay -1", "0 or more");
    refuse(List.of("--weight-decay", "1", "--optimizer", "sgd"), "--weight-decay 1", "adam");
    refuse(List.of("--hidden-share", "1"), "--hidden-share 1", "between 0 and 1");
    refuse(List.of("--negatives", "0"), "--negatives 0", "between 1 and 1000");
    refuse(List.of("--held-out", "1"), "--held-out 1", "below 1");
    refuse(List.of("--patience", "0"), "--patience 0", "1 or more");
    refuse(List.of("--positions", "rotary"), "--positions rotary", "sinusoidal, none");
    refuse(List.of("--objective", "gpt"), "--objective", "gpt", "masked, classify");
    refuse(List.of("--alignment", "hard"), "--alignment hard", "train with sample");
    refuse(List.of("--entropy-weight", "1"), "--entropy-weight 1", "--alignment sample");
    refuse(List.of("--limit", "0"), "--limit 0", "1 or more");
  }

  /** The damage comes after the first records, which the job checks beforehand. */
  @ParameterizedTest
  @ValueSource(strings = {"1000", "250"})
  void aSourceThatCannotBeReadToItsEnd(String limit) throws IOException {
    Path damaged = temp.resolve("damaged");
    Corpora.write(damaged, Corpora.sentences(300), Corpora.schema(), 2);
    List<Path> files;
    try (Stream<Path> all = Files.list(damaged)) {
      files =
          all.filter(file -> file.toString().endsWith(".parquet"))
              .sorted(Comparator.comparingLong(file -> file.toFile().length()))
              .toList();
    }
    try (FileChannel channel = FileChannel.open(files.get(0), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate((int) channel.size() / 2), 4); // after the magic number
    }
    refuse(
        List.of("--input", damaged.toString(), "--limit", limit, "--batch", "8"),
        "--input " + damaged,
        "cannot be read as Parquet",
        "repair, rewrite or leave out that file");
  }

  @Test
  void headsThatDoNotFit() {
    refuse(List.of("--heads", "3", "--batch", "8"), "--heads 3", "d_model 16", "--head-dim");
    refuse(List.of("--heads", "4", "--kv-heads", "3"), "--kv-heads 3", "divisor");
    refuse(List.of("--heads", "4", "--head-dim", "0"), "--head-dim 0", "1 or more");
    refuse(
        List.of("--heads", "65536", "--head-dim", "65536", "--batch", "8"),
        "--head-dim 65536",
        "parameters that can be learned");
  }

  @Test
  void labelsThatAreMissingOrAllTheSame() {
    refuse(List.of("--objective", "classify"), "--label-column is missing");
    refuse(List.of("--label-column", "x"), "--label-column x", "--objective classify");
    List<String> classify = List.of("--objective", "classify", "--label-column", "topic");
    refuse(classify, "--label-column topic", "no such column");
    List<Row> rows = new ArrayList<>();
    for (Row row : Corpora.sentences(20)) {
      rows.add(RowFactory.create(row.get(0), row.get(1), row.get(2), "law"));
    }
    String one =
        Corpora.write(
            temp.resolve("one"), rows, Corpora.schema().add("topic", DataTypes.StringType), 1);
    List<String> more = new ArrayList<>(classify);
    more.addAll(List.of("--input", one));
    refuse(more, "--label-column topic", "one class, law", "at least 2");
    refuse(
        List.of("--objective", "classify", "--label-column", "sentence_id"),
        "--label-column sentence_id");
    String arrays =
        Corpora.write(
            temp.resolve("arrays"),
            Corpora.sentences(20).stream()
                .map(row -> RowFactory.create(row.get(0), row.get(1), row.get(2), row.get(1)))
                .toList(),
            Corpora.schema().add("topic", Corpora.STRINGS),
            1);
    List<String> array = new ArrayList<>(classify);
    array.addAll(List.of("--input", arrays));
    refuse(array, "--label-column topic", "array<string>", "strings or numbers");
    more.addAll(List.of("--hidden-share", "0.5"));
    refuse(more, "--hidden-share 0.5", "--objective masked");
  }

  @Test
  void fewerSentencesThanABatchAndNoneAtAll() {
    refuse(List.of("--batch", "100"), "--batch 100", "sentences to train on", "smaller");
    String none = Corpora.write(temp.resolve("none"), List.of(), Corpora.schema(), 1);
    refuse(List.of("--input", none), "--input", "no sentences");
  }

  @Test
  void sentencesInWhichNothingCanBeHidden() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(RowFactory.create((long) i, Corpora.words(1), Corpora.floats(i, Corpora.WIDTH)));
    }
    String ones = Corpora.write(temp.resolve("ones"), rows, Corpora.schema(), 1);
    refuse(List.of("--input", ones, "--batch", "8"), "--objective masked", "two tokens");
  }

  @Test
  void patienceWithoutAnythingHeldOut() {
    refuse(
        List.of("--held-out", "0", "--patience", "1", "--batch", "8"),
        "--patience 1",
        "--held-out 0.0 gives none");
  }

  @Test
  void anOutputThatCannotBeMade() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    refuse(List.of("--output", file + "/weights"), "--output " + file + "/weights", "cannot be");
  }

  @Test
  void numbersThatGrowBeyondFloat32() {
    refuse(
        List.of("--batch", "8", "--learning-rate", "1e30", "--clip", "1e30", "--optimizer", "sgd"),
        "--learning-rate 1.0E30",
        "no finite number",
        "smaller");
  }

  @Test
  void positionsAreNotAddedToThoseThatEmbedHasAdded() {
    String embedded = temp.resolve("embedded").toString();
    Embed.succeed(
        "--input",
        "data-samples/corpus.txt",
        "--positions",
        "sinusoidal",
        "--limit",
        "20",
        "--output",
        embedded);
    List<String> more = List.of("--input", embedded, "--batch", "8", "--epochs", "1");
    refuse(more, "--positions sinusoidal", "--input " + embedded, "embed --positions none");
    String output = temp.resolve("as-they-are").toString();
    List<String> all = new ArrayList<>(more);
    all.addAll(List.of("--positions", "none", "--output", output));
    CommandRun.succeed("train", all.toArray(new String[0]));
  }

  @Test
  void resumingWhereThereIsNothingToGoOnFrom() {
    refuse(List.of("--resume", "--batch", "8"), "--resume", "no checkpoint");
  }

  @Test
  void aFolderWithAModelThatNoRunHasMadeIsNotOverwritten() throws IOException {
    Path model = Files.createDirectory(temp.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("model.safetensors"), "theirs");
    refuse(
        List.of("--output", model.toString(), "--mode", "overwrite"),
        "--output",
        "config.json",
        "no part of a run");
    assertThat(model.resolve("model.safetensors")).hasContent("theirs");
  }
}
