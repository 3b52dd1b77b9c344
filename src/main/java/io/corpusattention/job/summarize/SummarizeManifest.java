package io.corpusattention.job.summarize;

import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.RunDescription;
import io.corpusattention.table.AttentionTable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** What summarize says of a run in run.json and in the footers of its tables. */
final class SummarizeManifest {
  /** Settings that a footer repeats. */
  private static final List<String> IN_FOOTER =
      List.of("keep", "words", "stop-words", "document-column");

  private SummarizeManifest() {}

  /** Keys and values for the footer of each file, so that a table explains itself. */
  static Map<String, String> footer(SummarizeSettings settings, AttentionTable table) {
    Map<String, String> footer = RunDescription.footer();
    RunDescription.put(footer, "id_column", table.idColumn());
    settings
        .shown()
        .forEach(
            (name, value) -> {
              if (IN_FOOTER.contains(name)) {
                RunDescription.put(footer, name, value);
              }
            });
    return footer;
  }

  /** run.json. */
  static Map<String, Object> contents(
      SummarizeSettings settings,
      AttentionTable table,
      int stopWords,
      SummarizeTally tally,
      JobRun run,
      double seconds,
      SparkSession spark) {
    Map<String, Object> contents = RunDescription.of("summarize", settings.shown());
    contents.put("attention", table.footer());
    contents.put("stop_words", stopWords);
    Map<String, Object> counts = RunDescription.counts(tally.counts());
    counts.put("words", tally.words());
    counts.put("empty_summaries", tally.empty());
    if (settings.documents()) {
      counts.put("documents", tally.documents());
      counts.put("keywords", tally.keywords());
    }
    contents.put("counts", counts);
    contents.put("timings", RunDescription.timings(run, seconds, tally.counts()));
    contents.put("versions", RunDescription.versions(spark));
    return contents;
  }
}
