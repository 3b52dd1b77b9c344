package io.corpusattention.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.text.TextCorpus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verifies the commands that jobs suggest as the next step. */
class NextStepTest {
  @Test
  void theOutputLiesBesideTheFolderBefore() {
    assertThat(NextStep.of("report").outputBeside("target/attention/", "report.html"))
        .hasToString("jobs/report --output target/report.html");
    assertThat(NextStep.of("report").outputBeside("attention", "report.html"))
        .hasToString("jobs/report --output report.html");
    assertThat(NextStep.of("report").outputBeside("s3a://bucket/a/attention", "report.html"))
        .hasToString("jobs/report --output s3a://bucket/a/report.html");
  }

  @Test
  void whatAShellWouldTakeApartIsQuoted() {
    assertThat(NextStep.of("attend").input(List.of("my texts/it's.txt", "b.txt")))
        .hasToString("jobs/attend --input 'my texts/it'\\''s.txt,b.txt'");
    assertThat(NextStep.of("attend").input(List.of("texts/*.txt")))
        .hasToString("jobs/attend --input 'texts/*.txt'");
  }

  @Test
  void aLongCommandHasSeveralLinesThatAShellTakesAsOne() {
    NextStep step =
        NextStep.of("report")
            .input(List.of("target/attention"))
            .with("analysis", "target/analysis")
            .outputBeside("target/analysis", "report.html");
    assertThat(step.lines(69))
        .containsExactly(
            "jobs/report --input target/attention --analysis target/analysis \\",
            "  --output target/report.html");
    assertThat(step.lines(200)).containsExactly(step.toString());
  }

  @Test
  void aFormatIsNamedOnlyIfTheJobWouldTakeAnother() {
    List<String> files = List.of("in");
    assertThat(NextStep.of("attend").input(new CorpusSource.Paths(files, "conllu")))
        .hasToString("jobs/attend --input in --input-format conllu");
    assertThat(NextStep.of("attend").input(new CorpusSource.Paths(files, TextCorpus.BY_NAME)))
        .hasToString("jobs/attend --input in");
    assertThat(NextStep.of("attend").input(new CorpusSource.Table("db.sentences")))
        .hasToString("jobs/attend --input-table db.sentences");
  }
}
