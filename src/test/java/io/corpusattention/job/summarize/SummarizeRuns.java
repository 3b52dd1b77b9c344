package io.corpusattention.job.summarize;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;

/** Runs summarize, and attend for it, in the test's own folder. */
abstract class SummarizeRuns {
  @TempDir Path temp;

  Path attend(String name, List<Row> sentences, String... more) {
    return new Documents(temp).attend(name, sentences, more);
  }

  Path output(String name) {
    return temp.resolve("runs").resolve(name);
  }

  Map<String, Row> summarize(String name, Path attention, String... more) {
    Summarize.succeed(attention, output(name), more);
    return Summarize.summaries(output(name));
  }

  static Row sentence(long id, String tokens) {
    return Documents.sentence(id, "d", tokens);
  }
}
