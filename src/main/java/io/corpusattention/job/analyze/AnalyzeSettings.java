package io.corpusattention.job.analyze;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.ShownSettings;
import java.util.Map;

/**
 * All that a run of analyze is told.
 *
 * @param input an attention table, or embedded sentences
 * @param layer of the table of a model; null for a table of one layer
 * @param attention how attention is computed for embedded sentences; null for a table
 * @param records which of them; of a table all are taken
 * @param norms how lengths are measured, too, of embedded sentences; null where they are not
 * @param minCount words that occur less often, and pairs that meet less often, are left out
 * @param top so many links and so many words are kept
 */
public record AnalyzeSettings(
    CorpusSource input,
    Integer layer,
    AttentionSettings attention,
    RecordSettings records,
    Norms norms,
    long minCount,
    int top,
    OutputSettings output) {
  private static final int MOST = 1_000_000;

  /**
   * How attention is measured by the length of what it moves.
   *
   * @param output a .npy file with W_o, [heads · d_v, d_out]; null for none
   */
  public record Norms(String output) {}

  public AnalyzeSettings {
    Setting.MIN_COUNT.requirePositive(minCount);
    if (top < 1 || top > MOST) {
      throw Setting.TOP.of(top).bad("must be between 1 and " + MOST + ", which the driver holds");
    }
  }

  /** The settings under their identifiers, for people and for run.json. */
  public Map<String, Object> shown() {
    ShownSettings shown = new ShownSettings();
    if (attention != null) {
      attention.show(shown);
      shown.without(Setting.ATTENTION, Setting.CONTEXT, Setting.MAX_ROW_BYTES, Setting.KEEP);
      output.show(shown);
      records.show(shown);
    } else if (input instanceof CorpusSource.Paths files) {
      shown.put(Setting.INPUT, files.paths());
      shown.putIfSet(Setting.LAYERS, layer);
    }
    if (norms != null) {
      shown.put(Setting.NORMS, true);
      shown.put(Setting.OUTPUT_WEIGHTS, norms.output());
    }
    shown.put(Setting.MIN_COUNT, minCount);
    shown.put(Setting.TOP, top);
    output.show(shown);
    shown.put(Setting.PARTITIONS, records.partitions());
    return shown.asMap();
  }
}
