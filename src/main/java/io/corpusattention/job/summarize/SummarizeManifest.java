package io.corpusattention.job.summarize;

import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.table.AttentionTable;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Builds the contents of run.json and the footers of the tables that summarize writes. */
final class SummarizeManifest {
  private SummarizeManifest() {}

  /**
   * Returns the keys and values in the footer of each file, which make the table self-describing.
   */
  static Map<String, String> footer(SummarizeSettings settings, AttentionTable table) {
    Map<String, String> footer =
        RunManifest.footer(
            settings.shown(!table.layers().isEmpty()),
            Setting.LAYERS,
            Setting.HEADS,
            Setting.MEASURE,
            Setting.KEEP,
            Setting.WORDS,
            Setting.STOP_WORDS,
            Setting.DOCUMENT_COLUMN);
    RunManifest.put(footer, "id_column", table.idColumn());
    return footer;
  }

  /** Returns the contents of run.json. */
  static Map<String, Object> contents(
      SummarizeSettings settings,
      AttentionTable table,
      int stopWords,
      SummarizeTally tally,
      JobRun run,
      double seconds,
      SparkSession spark) {
    Map<String, Object> contents = RunManifest.of(run, settings.shown(!table.layers().isEmpty()));
    contents.put("attention", table.footer());
    contents.put("stop_words", stopWords);
    Map<String, Object> counts = RunManifest.counts(tally.counts());
    counts.put("words", tally.words());
    counts.put("empty_summaries", tally.empty());
    counts.put("no_choice", tally.noChoice());
    if (settings.documents()) {
      counts.put("documents", tally.documents());
      counts.put("keywords", tally.keywords());
    }
    contents.put("counts", counts);
    contents.put("timings", RunManifest.timings(run, seconds, tally.counts()));
    contents.put("versions", RunManifest.versions(spark));
    return contents;
  }
}
