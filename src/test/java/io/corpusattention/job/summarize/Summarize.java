package io.corpusattention.job.summarize;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.Main;
import io.corpusattention.job.run.SharedSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Runs summarize in this process, as its command line does, and reads its output. */
record Summarize(int exitCode, String out, String err) {
  static Summarize run(String... options) {
    SharedSpark.session();
    List<String> args = new ArrayList<>(List.of("summarize"));
    args.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(args.toArray(new String[0]), new PrintWriter(out), new PrintWriter(err, true));
    return new Summarize(exitCode, out.toString(), err.toString());
  }

  /** Runs summarize and fails unless it succeeds. */
  static Summarize succeed(Path input, Path output, String... more) {
    List<String> options = new ArrayList<>(List.of("--input", input.toString()));
    options.addAll(List.of("--output", output.toString()));
    options.addAll(List.of(more));
    Summarize run = run(options.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  /**
   * Runs summarize and fails unless it ends with exit code 2 and one line that contains these
   * parts.
   */
  static void refuse(List<String> options, String... parts) {
    Summarize run = run(options.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines())
        .as(run.err())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(parts);
  }

  private static List<Row> rows(Path output, String table) {
    return SharedSpark.session().read().parquet(output + "/" + table).collectAsList();
  }

  /** Returns the summaries by id as text. */
  static Map<String, Row> summaries(Path output) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : rows(output, "summaries")) {
      if (rows.put(row.get(0).toString(), row) != null) {
        throw new AssertionError("twice in the table: " + row.get(0));
      }
    }
    return rows;
  }

  /** Returns the keywords by document, kind and rank: "d/word/1". */
  static Map<String, Row> keywords(Path output) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : rows(output, "keywords")) {
      String key = row.get(0) + "/" + row.getString(3) + "/" + row.getInt(1);
      if (rows.put(key, row) != null) {
        throw new AssertionError("twice in the table: " + key);
      }
    }
    return rows;
  }

  /** Returns the documents by name as text. */
  static Map<String, Row> documents(Path output) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : rows(output, "documents")) {
      if (rows.put(row.get(0).toString(), row) != null) {
        throw new AssertionError("twice in the table: " + row.get(0));
      }
    }
    return rows;
  }

  static String text(Row summary) {
    return summary.getString(summary.fieldIndex("text"));
  }
}
