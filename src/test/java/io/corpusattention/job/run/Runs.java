package io.corpusattention.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.attend.Attend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Runs of attend that have most of their options in common.
 *
 * @param folder where each run has a run folder of its own
 * @param options in common; a run that gives one of them again has its own value
 */
public record Runs(Path folder, String... options) {
  /** The run folder of a run. */
  public Path output(String name) {
    return folder.resolve(name);
  }

  /** Runs, however it ends. */
  public Attend run(String name, String... more) {
    return Attend.run(with(name, more));
  }

  /** All options of a run. */
  public String[] with(String name, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    for (int i = 0; i < options.length; i += 2) {
      addUnlessThere(all, options[i], options[i + 1]);
    }
    addUnlessThere(all, "--output", output(name).toString());
    return all.toArray(new String[0]);
  }

  private static void addUnlessThere(List<String> all, String option, String value) {
    if (!all.contains(option)) {
      all.addAll(List.of(option, value));
    }
  }

  /** Runs, and fails unless it ends well. */
  public Attend succeed(String name, String... more) {
    Attend run = run(name, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  /** The attention table of a run that ends well. */
  public Map<String, Row> table(String name, String... more) {
    succeed(name, more);
    return Attend.table(output(name));
  }

  /** Fails unless these options are refused, in one line with all of the words, before any work. */
  public void refuse(List<String> more, String... words) {
    Attend run = run("refused", more.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines())
        .as(run.err())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(words);
    assertThat(output("refused")).doesNotExist();
  }
}
