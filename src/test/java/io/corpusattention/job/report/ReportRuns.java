package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Runs of report, and of attend for it, in a folder of the test's own. */
abstract class ReportRuns {
  static final String SAMPLE = "data-samples/sentences.parquet";
  static final String WEIGHTS = "data-samples/weights";

  @TempDir Path temp;

  /** Runs attend, on the sample unless another input is given; the run folder. */
  Path attend(String name, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains("--input")) {
      all.addAll(List.of("--input", SAMPLE, "--weights", WEIGHTS, "--heads", "2"));
    }
    all.addAll(List.of("--output", temp.resolve(name).toString()));
    CommandRun.succeed("attend", all.toArray(new String[0]));
    return temp.resolve(name);
  }

  /** Makes a page of that name. */
  Path report(String name, String... options) {
    Path file = temp.resolve(name + ".html");
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--output", file.toString()));
    CommandRun.succeed("report", all.toArray(new String[0]));
    return file;
  }

  void refuse(List<String> options, String... words) {
    List<String> all = new ArrayList<>(List.of("report"));
    all.addAll(options);
    all.addAll(List.of("--output", temp.resolve("refused.html").toString()));
    CommandRun.refuse(all, words);
    assertThat(temp.resolve("refused.html")).doesNotExist();
  }
}
