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
 * All that a run of analyze is told.
 *
 * @param input an attention table, or embedded sentences; null where the model's settings say it
 * @param layers of the table of a model
 * @param heads of which links between words are means
 * @param divergences which heads are compared
 * @param attention how one layer's is computed for embedded sentences; null for a table or a model
 * @param model whose attention is computed; null where there is none
 * @param records which of them; of a table all are taken
 * @param norms how lengths are measured, too, of embedded sentences; null where they are not
 * @param minCount words that occur less often, and pairs that meet less often, are left out
 * @param top so many links and so many words are kept
 * @param examples whether sentences behind the figures are sought; null to leave it to the input
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
   * How attention is measured by the length of what it moves.
   *
   * @param output a .npy file with W_o, [heads · d_v, d_out]; null for none
   */
  public record Norms(String output) {}

  /** Whether sentences behind the figures are sought, which takes a second pass. */
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

  /** The same with what is in force: a table of the catalog may not give the same rows twice. */
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
   * The settings under their identifiers, for people and for run.json.
   *
   * @param ofInput shows those of the input that is opened, and of how its attention is computed
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
