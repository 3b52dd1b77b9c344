package io.corpusattention.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.attend.Attend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Runs of attend that share most options.
 *
 * @param folder the folder that contains the run folder of each run
 * @param options the shared options; a run can override them
 */
public record Runs(Path folder, String... options) {
  /** Returns the folder of a run. */
  public Path output(String name) {
    return folder.resolve(name);
  }

  /** Runs attend. The run may succeed or fail. */
  public Attend run(String name, String... more) {
    return Attend.run(with(name, more));
  }

  /** Returns all options of a run. */
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

  /** Runs attend and fails unless it succeeds. */
  public Attend succeed(String name, String... more) {
    Attend run = run(name, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  /** Runs attend, fails unless it succeeds, and returns its attention table. */
  public Map<String, Row> table(String name, String... more) {
    succeed(name, more);
    return Attend.table(output(name));
  }

  /**
   * Fails unless these options are refused before any work, in one line that contains all the
   * words.
   */
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
