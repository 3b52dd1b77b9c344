package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.SharedSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Runs a job in this process, as its command line does. */
public record CommandRun(int exitCode, String out, String err) {
  public static CommandRun of(String job, String... options) {
    SharedSpark.session();
    List<String> args = new ArrayList<>(List.of(job));
    args.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(args.toArray(new String[0]), new PrintWriter(out), new PrintWriter(err, true));
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Runs a job and fails unless it succeeds. */
  public static CommandRun succeed(String job, String... options) {
    CommandRun run = of(job, options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  /**
   * Runs a job and fails unless it ends with exit code 2 and one line that contains all the words.
   */
  public static void refuse(List<String> jobAndOptions, String... words) {
    CommandRun run =
        of(
            jobAndOptions.get(0),
            jobAndOptions.subList(1, jobAndOptions.size()).toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines())
        .as(run.err())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(words);
  }

  /** Returns the options with more options appended. */
  public static String[] with(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  /** Returns the rows of a table in a run folder. */
  public static List<Row> rows(Path output, String table) {
    return SharedSpark.session().read().parquet(output.resolve(table).toString()).collectAsList();
  }
}
