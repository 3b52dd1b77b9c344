package io.corpusattention.job.summarize;

import io.corpusattention.job.attend.AttendManifest;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.RunManifest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** What summarize says of a run in run.json and in the footers of its tables. */
final class SummarizeManifest {
  private SummarizeManifest() {}

  /** Keys and values for the footer of each file, so that a table explains itself. */
  static Map<String, String> footer(SummarizeSettings settings, AttentionTable table) {
    Map<String, String> footer = new TreeMap<>();
    footer.put("corpusattention.version", AttendManifest.version());
    footer.put("corpusattention.id_column", table.idColumn());
    settings
        .asOptions()
        .forEach(
            (name, value) -> {
              switch (name) {
                case "keep", "words", "stop-words", "document-column" ->
                    footer.put("corpusattention." + name.replace('-', '_'), value.toString());
                default -> {}
              }
            });
    return footer;
  }

  /** run.json. */
  static byte[] bytes(
      SummarizeSettings settings,
      AttentionTable table,
      int stopWords,
      SummarizeTally tally,
      Instant started,
      double seconds,
      SparkSession spark) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("job", "summarize");
    contents.put("configuration", settings.asOptions());
    contents.put("attention", table.footer());
    contents.put("stop_words", stopWords);
    Map<String, Object> counts = AttendManifest.counts(tally.counts());
    counts.put("words", tally.words());
    counts.put("empty_summaries", tally.empty());
    if (settings.documents()) {
      counts.put("documents", tally.documents());
      counts.put("keywords", tally.keywords());
    }
    contents.put("counts", counts);
    contents.put("timings", AttendManifest.timings(started, seconds, tally.counts()));
    contents.put("versions", AttendManifest.versions(spark));
    return RunManifest.bytes(contents);
  }
}
