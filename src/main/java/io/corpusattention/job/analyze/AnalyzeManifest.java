package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.analysis.Estimate;
import io.corpusattention.analysis.Statistic;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.RunDescription;
import io.corpusattention.table.RunManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** What analyze says of a run: run.json, analysis.json, the footers of its tables. */
final class AnalyzeManifest {
  private AnalyzeManifest() {}

  /** Keys and values for the footer of each file. */
  static Map<String, String> footer(AnalyzeInput input, AnalyzeSettings settings) {
    Map<String, String> footer = RunDescription.footer();
    RunDescription.put(footer, "heads", input.heads());
    RunDescription.put(footer, "min_count", settings.minCount());
    return footer;
  }

  /** run.json. */
  static Map<String, Object> contents(
      AnalyzeSettings settings,
      AnalyzeInput input,
      Counts counts,
      JobRun run,
      double seconds,
      SparkSession spark) {
    Map<String, Object> contents = RunDescription.of("analyze", settings.shown());
    if (input instanceof AnalyzeSentences sentences) {
      contents.put("weights", sentences.description());
    }
    RunDescription.putPositions(contents, input.positions());
    contents.put("counts", RunDescription.counts(counts));
    contents.put("timings", RunDescription.timings(run, seconds, counts));
    contents.put("versions", RunDescription.versions(spark));
    return contents;
  }

  /** analysis.json: everything that the tables have, in one file. */
  static byte[] analysis(CorpusFindings findings, AnalyzeInput input, AnalyzeSettings settings) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("sentences", findings.sentences());
    contents.put("tokens", findings.queries());
    contents.put("heads", input.heads());
    contents.put("self_attention", input.selfAttention());
    contents.put("min_count", settings.minCount());
    contents.put("statistics", statistics(findings));
    contents.put("head_labels", findings.labels());
    contents.put(
        "divergences",
        findings.divergences().stream()
            .map(
                pair ->
                    estimate("head", pair.head(), "other_head", pair.otherHead(), pair.estimate()))
            .toList());
    contents.put(
        "links",
        findings.words().links().stream()
            .map(
                link -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("query_word", link.queryWord());
                  entry.put("key_word", link.keyWord());
                  entry.put("weight", link.weight());
                  entry.put("meetings", link.meetings());
                  return entry;
                })
            .toList());
    contents.put(
        "words",
        findings.words().words().stream()
            .map(
                word -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("word", word.word());
                  entry.put("received", word.received());
                  entry.put("occurrences", word.occurrences());
                  return entry;
                })
            .toList());
    return RunManifest.bytes(contents);
  }

  private static List<Object> statistics(CorpusFindings findings) {
    List<Object> statistics = new ArrayList<>();
    for (int head = 0; head < findings.heads().size(); head++) {
      add(statistics, head, "", findings.heads().get(head));
    }
    for (int row = 0; row < findings.norms().size(); row++) {
      Integer head = row < findings.heads().size() ? row : null;
      add(statistics, head, AnalyzeTables.NORM, findings.norms().get(row));
    }
    return statistics;
  }

  private static void add(
      List<Object> to, Integer head, String prefix, Map<Statistic, Estimate> found) {
    found.forEach(
        (statistic, estimate) ->
            to.add(estimate("head", head, "statistic", prefix + statistic.id(), estimate)));
  }

  private static Map<String, Object> estimate(
      String first, Object firstValue, String second, Object secondValue, Estimate estimate) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(first, firstValue);
    entry.put(second, secondValue);
    entry.put("sentence_mean", estimate.sentenceMean());
    entry.put("interval_low", AnalyzeTables.orNull(estimate.low()));
    entry.put("interval_high", AnalyzeTables.orNull(estimate.high()));
    entry.put("token_mean", estimate.tokenMean());
    entry.put("sentences", estimate.sentences());
    entry.put("tokens", estimate.tokens());
    return entry;
  }
}
