package io.corpusattention.job.analyze;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.encoder.HeadChoice;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.job.attend.ModelSettings;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.ShownSettings;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All settings of an analyze run.
 *
 * @param input an attention table or embedded sentences; null if the model settings name the input
 * @param layers the layers to read from a model's table
 * @param heads the heads that links between words are averaged over
 * @param divergences which heads are compared
 * @param attention how to compute the attention of one layer for embedded sentences; null for a
 *     table or a model
 * @param model the model whose attention is computed; null for none
 * @param records which records to use; for a table, all records are used
 * @param norms how to also measure lengths; null to measure none
 * @param minCount minimum number of occurrences of a word, and of a pair of words; rarer ones are
 *     left out
 * @param top maximum number of links, and of words, to keep
 * @param examples whether to search for example sentences; null to decide by the input
 */
public record AnalyzeSettings(
    CorpusSource input,
    LayerChoice layers,
    HeadChoice heads,
    ComparedHeads divergences,
    AttentionSettings attention,
    ModelSettings model,
    RecordSettings records,
    Norms norms,
    long minCount,
    int top,
    Examples examples,
    OutputSettings output) {
  private static final int MOST = 1_000_000;

  /**
   * How to measure attention by the length of the weighted value vectors.
   *
   * @param output a .npy file with W_o, [heads · d_v, d_out]; null for none
   */
  public record Norms(String output) {}

  /** Whether to search for example sentences, which takes a second pass. */
  public enum Examples {
    YES,
    NO
  }

  public AnalyzeSettings {
    Setting.MIN_COUNT.requirePositive(minCount);
    if (top < 1 || top > MOST) {
      throw Setting.TOP.of(top).bad("must be between 1 and " + MOST + ", which the driver holds");
    }
  }

  /**
   * Returns a copy with the effective examples setting. A catalog table may change between passes.
   */
  AnalyzeSettings seekingIn(CorpusSource source) {
    Examples inForce = source instanceof CorpusSource.Table ? Examples.NO : Examples.YES;
    return examples != null
        ? this
        : new AnalyzeSettings(
            input,
            layers,
            heads,
            divergences,
            attention,
            model,
            records,
            norms,
            minCount,
            top,
            inForce,
            output);
  }

  /**
   * Returns the settings by identifier, for the user and for run.json.
   *
   * @param ofInput adds the settings of the opened input and of how its attention is computed
   */
  Map<String, Object> shown(Consumer<ShownSettings> ofInput) {
    ShownSettings shown = new ShownSettings();
    ofInput.accept(shown);
    shown.without(
        Setting.ATTENTION, Setting.CONTEXT, Setting.HIDDEN, Setting.MAX_ROW_BYTES, Setting.KEEP);
    if (attention != null || model != null) {
      output.show(shown);
      records.show(shown);
    }
    if (heads.text() != null) {
      shown.put(Setting.HEADS, heads.text());
    }
    shown.put(Setting.DIVERGENCES, divergences);
    if (norms != null) {
      shown.put(Setting.NORMS, true);
      shown.put(Setting.OUTPUT_WEIGHTS, norms.output());
    }
    shown.put(Setting.MIN_COUNT, minCount);
    shown.put(Setting.TOP, top);
    shown.put(Setting.EXAMPLES, examples);
    output.show(shown);
    shown.put(Setting.PARTITIONS, records.partitions());
    return shown.asMap();
  }
}
