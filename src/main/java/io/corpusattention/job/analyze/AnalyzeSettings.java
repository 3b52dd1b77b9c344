package io.corpusattention.job.analyze;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that a run of analyze is told.
 *
 * @param input an attention table, or embedded sentences
 * @param attend how attention is computed for embedded sentences; null for a table
 * @param norms how lengths are measured, too, of embedded sentences; null where they are not
 * @param minCount words that occur less often, and pairs that meet less often, are left out
 * @param top so many links and so many words are kept
 * @param partitions null to take the input as it is split
 */
public record AnalyzeSettings(
    CorpusSource input,
    AttendSettings attend,
    NormSettings norms,
    long minCount,
    int top,
    String output,
    WriteMode mode,
    Compression compression,
    Integer partitions) {
  private static final int MOST = 1_000_000;

  public AnalyzeSettings {
    AttendSettings.requirePossible(partitions, null);
    if (minCount < 1) {
      throw Setting.MIN_COUNT.of(minCount).bad("must be 1 or more");
    }
    if (top < 1 || top > MOST) {
      throw Setting.TOP.of(top).bad("must be between 1 and " + MOST + ", which the driver holds");
    }
  }

  /** The settings under the names of their options, for people and for run.json. */
  public Map<String, Object> asOptions() {
    Map<String, Object> options = new LinkedHashMap<>();
    if (attend != null) {
      options.putAll(attend.asOptions());
      options.keySet().removeAll(List.of("attention", "context", "max-row-bytes", "keep"));
    } else if (input instanceof CorpusSource.Paths files) {
      options.put("input", files.paths());
    }
    if (norms != null) {
      options.put("norms", true);
      options.put("output-weights", norms.output());
    }
    options.put("min-count", minCount);
    options.put("top", top);
    options.put("output", output);
    options.put("mode", mode.name().toLowerCase(Locale.ROOT));
    options.put("compression", compression.name().toLowerCase(Locale.ROOT));
    options.put("partitions", partitions);
    return options;
  }
}
