package io.corpusattention.job.train;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.OptimizerKind;
import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What train is asked for.
 *
 * @param columns which keep the label's column, where classes are learnt
 * @param learning whose classes are found in the data
 * @param headDim width of one head; null for d_model ÷ heads
 * @param heldOut share of the sentences that is kept from training
 * @param resume whether to go on from the last checkpoint in the output
 * @param limit at most so many records; null for all
 */
public record TrainSettings(
    CorpusSource input,
    CorpusColumns columns,
    LearningSettings learning,
    Integer headDim,
    double heldOut,
    String output,
    WriteMode mode,
    boolean resume,
    Compression compression,
    OnBadRecord onBadRecord,
    Integer limit) {

  /** The column with the classes; null where none are learnt. */
  public String labelColumn() {
    return learning.goal() instanceof Goal.Classify ? columns.keep().get(0) : null;
  }

  /** The settings that decide what is learnt, under the names of their options. */
  Map<String, Object> decisive() {
    Map<String, Object> options = new LinkedHashMap<>();
    if (input instanceof CorpusSource.Paths files) {
      options.put("input", files.paths());
      options.put("input-format", files.format());
    } else if (input instanceof CorpusSource.Table table) {
      options.put("input-table", table.name());
    }
    options.put("id-column", columns.id());
    options.put("tokens-column", columns.tokens());
    options.put("embeddings-column", columns.embeddings());
    if (learning.goal() instanceof Goal.Masked masked) {
      options.put("objective", "masked");
      options.put("hidden-share", masked.hiddenShare());
      options.put("negatives", masked.negatives());
      options.put("positions", masked.positions() ? "sinusoidal" : "none");
    } else {
      options.put("objective", "classify");
      options.put("label-column", labelColumn());
    }
    AttentionConfig attention = learning.attention();
    options.put("heads", attention.heads());
    options.put("kv-heads", attention.kvHeads());
    options.put("head-dim", headDim);
    options.put("mask", attention.mask().toString());
    options.put("scale", attention.scale());
    options.put("alignment", attention.alignment().toString());
    options.put("seed", learning.seed());
    options.put("epochs", learning.epochs());
    options.put("batch", learning.batch());
    options.put("optimizer", label(learning.optimizer()));
    options.put("learning-rate", learning.learningRate());
    options.put("warm-up", learning.warmUp());
    options.put("clip", learning.clip());
    if (learning.optimizer() == OptimizerKind.ADAM) {
      options.put("weight-decay", learning.weightDecay());
    }
    if (samples()) {
      options.put("entropy-weight", learning.entropyWeight());
    }
    options.put("held-out", heldOut);
    options.put("patience", learning.patience());
    options.put("limit", limit);
    return options;
  }

  private boolean samples() {
    return learning.attention().alignment() instanceof Alignment.Sample;
  }

  /** All settings under the names of their options, for people and for run.json. */
  public Map<String, Object> asOptions() {
    Map<String, Object> options = decisive();
    options.put("output", output);
    options.put("mode", label(mode));
    options.put("resume", resume);
    options.put("compression", label(compression));
    options.put("on-bad-record", label(onBadRecord));
    return options;
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
