package io.corpusattention.job.summarize;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.JobProcess;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goes from the sample's text to its summaries and keywords with the scripts that users run. */
class SummarizeScriptIT {
  private static final Path SAMPLES = JobProcess.ROOT.resolve("data-samples");

  @TempDir private Path temp;

  private JobProcess run(String job, String... options) throws Exception {
    JobProcess process = JobProcess.run(job, temp, Map.of(), options);
    assertThat(process.exitCode()).as(process.err()).isZero();
    return process;
  }

  @Test
  void theSampleIsSummarizedAndItsFileIsADocument() throws Exception {
    String corpus = SAMPLES + "/corpus.txt";
    run("embed", "--input", corpus, "--keep", "file", "--output", "sentences");
    String weights = SAMPLES + "/weights";
    run(
        "attend",
        "--input",
        "sentences",
        "--weights",
        weights,
        "--heads",
        "4",
        "--keep",
        "file",
        "--output",
        "attention");
    JobProcess summarize =
        run(
            "summarize",
            "--input",
            "attention",
            "--document-column",
            "file",
            "--output",
            "summaries");
    assertThat(summarize.errorLines()).isEmpty();
    assertThat(summarize.err()).doesNotContain("WARN ");
    assertThat(summarize.out())
        .contains("80 read, 80 written, 0 rejected", "The [cat] [sat] on the [mat] .")
        .contains("Documents  1, with 20 keywords and phrases", "Keywords of document file:");
    Map<String, Row> summaries = Summarize.summaries(temp.resolve("summaries"));
    assertThat(summaries).hasSize(80);
    assertThat(Summarize.text(summaries.get("1"))).isEqualTo("cat sat mat");
    assertThat(Summarize.keywords(temp.resolve("summaries"))).hasSize(20);
  }

  @Test
  void helpTellsAllOptions() throws Exception {
    assertThat(run("summarize", "--help").out())
        .contains("--layers", "--heads", "--measure", "--keep", "--words", "--stop-words")
        .contains("--document-column", "--partitions");
  }
}
