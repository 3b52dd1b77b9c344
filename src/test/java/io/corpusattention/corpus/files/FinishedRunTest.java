package io.corpusattention.corpus.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that a job reads only the files that run.json lists. */
class FinishedRunTest {
  private static final Path VERSION_0_1_0 = Path.of("src/test/resources/version-0.1.0");

  @TempDir private Path temp;
  private Path run;

  @BeforeEach
  void makeRun() {
    run = temp.resolve("run");
    String input =
        Corpora.write(temp.resolve("corpus"), Corpora.sentences(40), Corpora.schema(), 3);
    Attend attend =
        Attend.run(
            "--input",
            input,
            "--weights",
            Corpora.weights(temp.resolve("weights")),
            "--output",
            run.toString());
    assertThat(attend.exitCode()).as(attend.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "attention"})
  void readsTheRunFolderAndTheFolderOfItsTable(String within) {
    reads(run.resolve(within), 40);
  }

  @Test
  void refusesARunOfANewerFormat() throws IOException {
    Path manifest = run.resolve("run.json");
    String text = Files.readString(manifest);
    assertThat(text).contains("\"format\" : 2,");
    Files.writeString(manifest, text.replace("\"format\" : 2,", "\"format\" : 3,"));
    refuses(run, "format 3, and this version reads formats up to 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "attention"})
  void tellsAFileThatIsMissing(String within) throws IOException {
    Path part = part();
    Files.delete(part);
    refuses(
        run.resolve(within),
        "lacks attention/" + part.getFileName() + ", which its run.json lists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "attention"})
  void tellsAFileTooMany(String within) throws IOException {
    Files.copy(part(), run.resolve("attention/part-99.parquet"));
    refuses(
        run.resolve(within),
        "holds attention/part-99.parquet, which is not among the files that its run.json lists");
  }

  @Test
  void tellsAFileThatIsAnother() throws IOException {
    List<Path> parts = parts();
    Files.copy(parts.get(1), parts.get(0), StandardCopyOption.REPLACE_EXISTING);
    refuses(run, "holds another attention/" + parts.get(0).getFileName() + ", of ");
  }

  @Test
  void tellsARunJsonThatSaysOtherRows() throws IOException {
    change(
        run,
        json ->
            json.replaceFirst("\"rows\" : (\\d+),(\\s+)\"bytes\"", "\"rows\" : 1$1,$2\"bytes\""));
    refuses(run, "rows, but its run.json says");
  }

  @Test
  void tellsARunThatIsNotFinished() throws IOException {
    Files.delete(run.resolve("_SUCCESS"));
    refuses(run, "holds a run that did not finish; run jobs/attend again");
    refuses(run.resolve("attention"), "holds a run that did not finish; run jobs/attend again");
  }

  @Test
  void tellsAFirstRunThatGoesOn() throws IOException {
    Path first = Files.createDirectories(temp.resolve("first"));
    Files.createDirectories(first.resolve("_running/20260101T000000.000000Z-aaaaaaaa"));
    refuses(first, "holds a run that did not finish; run jobs/attend again");
  }

  @Test
  void readsTheOldRunWhileTheNextGoesOn() throws IOException {
    Path next = Files.createDirectories(run.resolve("_running/20260101T000000.000000Z-aaaaaaaa"));
    FileUtils.copyDirectory(run.resolve("attention").toFile(), next.resolve("attention").toFile());
    reads(run, 40);
  }

  @Test
  void readsACompleteRunThatWasCutShortWhileItTookItsPlace() throws IOException {
    Path cut = temp.resolve("cut");
    Path staged = cut.resolve("_running/20260101T000000.000000Z-aaaaaaaa");
    Files.createDirectories(staged.getParent());
    Files.move(run, staged);
    reads(cut, 40);
    Files.move(staged.resolve("attention"), cut.resolve("attention"));
    reads(cut, 40);
    Files.move(staged.resolve("run.json"), cut.resolve("run.json"));
    reads(cut, 40);
  }

  @Test
  void filesOfNoRunAreAnInputAsBefore() throws IOException {
    Path copy = temp.resolve("copy");
    FileUtils.copyDirectory(run.resolve("attention").toFile(), copy.toFile());
    Files.delete(part());
    reads(copy, 40);
  }

  @Test
  void readsTheRunFoldersOfVersion010() {
    reads(VERSION_0_1_0.resolve("attended"), 2);
    Attend attend =
        Attend.run(
            "--input",
            VERSION_0_1_0.resolve("embedded").toString(),
            "--weights",
            "xavier:1",
            "--output",
            temp.resolve("attended").toString());
    assertThat(attend.exitCode()).as(attend.err()).isZero();
    assertThat(attend.out()).contains("2 read, 2 written, 0 rejected");
  }

  @Test
  void comparesTheRowsOfVersion010() throws IOException {
    Path attended = temp.resolve("old");
    FileUtils.copyDirectory(VERSION_0_1_0.resolve("attended").toFile(), attended.toFile());
    change(attended, json -> json.replace("\"rows\" : 2", "\"rows\" : 3"));
    refuses(attended, "has 2 rows, but its run.json says 3");

    Path embedded = temp.resolve("old-sentences");
    FileUtils.copyDirectory(VERSION_0_1_0.resolve("embedded").toFile(), embedded.toFile());
    change(embedded, json -> json.replace("\"written\" : 2", "\"written\" : 3"));
    Attend attend =
        Attend.run(
            "--input",
            embedded.toString(),
            "--weights",
            "xavier:1",
            "--output",
            temp.resolve("none").toString());
    assertThat(attend.exitCode()).as(attend.err()).isEqualTo(2);
    assertThat(attend.err()).contains("has 2 rows, but its run.json says 3");
  }

  private void reads(Path input, int sentences) {
    Path output = temp.resolve("summaries");
    CommandRun job = summarize(input, output);
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(job.out()).contains(sentences + " read");
  }

  private void refuses(Path input, String problem) {
    Path output = temp.resolve("none");
    CommandRun job = summarize(input, output);
    assertThat(job.exitCode()).as(job.err()).isEqualTo(2);
    assertThat(job.err().lines()).as(job.err()).singleElement().asString().contains(problem);
    assertThat(output).doesNotExist();
  }

  private static CommandRun summarize(Path input, Path output) {
    return CommandRun.of(
        "summarize",
        "--input",
        input.toString(),
        "--output",
        output.toString(),
        "--mode",
        "overwrite");
  }

  private static void change(Path run, UnaryOperator<String> change) throws IOException {
    Path manifest = run.resolve("run.json");
    String before = Files.readString(manifest);
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    new ObjectMapper().readTree(after);
    Files.writeString(manifest, after);
  }

  private Path part() throws IOException {
    return parts().get(0);
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("attention"))) {
      return files.sorted().toList();
    }
  }
}
