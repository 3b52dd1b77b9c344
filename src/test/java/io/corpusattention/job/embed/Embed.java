package io.corpusattention.job.embed;

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

/** Runs embed in this process, as its command line does, and reads its output. */
public record Embed(int exitCode, String out, String err) {
  static Embed run(String... options) {
    SharedSpark.session();
    List<String> args = new ArrayList<>(List.of("embed"));
    args.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(args.toArray(new String[0]), new PrintWriter(out), new PrintWriter(err, true));
    return new Embed(exitCode, out.toString(), err.toString());
  }

  /** Runs embed and fails unless it succeeds. */
  public static Embed succeed(String... options) {
    Embed run = run(options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  /**
   * Runs embed and fails unless it ends with exit code 2 and one line that contains these parts.
   */
  static void refuse(List<String> options, String... parts) {
    Embed run = run(options.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().startsWith("error: ").contains(parts);
  }

  /** Returns the rows of the table by id as text. */
  static Map<String, Row> table(Path output) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : SharedSpark.session().read().parquet(output + "/sentences").collectAsList()) {
      if (rows.put(row.get(0).toString(), row) != null) {
        throw new AssertionError("twice in the table: " + row.get(0));
      }
    }
    return rows;
  }

  /** Returns the reasons of the rejected records by id as text. */
  static Map<String, String> rejected(Path output) {
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : SharedSpark.session().read().parquet(output + "/rejected").collectAsList()) {
      reasons.put(String.valueOf(row.get(0)), row.getString(1));
    }
    return reasons;
  }

  static List<String> tokens(Row row) {
    return row.getList(row.fieldIndex("tokens"));
  }

  static List<Float> embeddings(Row row) {
    return row.getList(row.fieldIndex("embeddings"));
  }

  static int unknown(Row row) {
    return row.getInt(row.fieldIndex("unknown"));
  }

  static boolean truncated(Row row) {
    return row.getBoolean(row.fieldIndex("truncated"));
  }
}
