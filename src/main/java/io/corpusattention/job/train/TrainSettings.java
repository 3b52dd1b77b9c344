package io.corpusattention.job.train;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.OptimizerKind;
import java.util.Map;

/**
 * All settings of a train run.
 *
 * @param columns the input columns; they keep the label column if classes are learned
 * @param learning how to learn; the classes are found in the data
 * @param headDim width of one head; null for d_model ÷ heads
 * @param heldOut share of the sentences that is held out from training
 * @param resume whether to resume from the last checkpoint in the output
 * @param records the record settings; their partitions are ignored, because sentences are kept in
 *     shards
 */
public record TrainSettings(
    CorpusSource input,
    CorpusColumns columns,
    LearningSettings learning,
    Integer headDim,
    double heldOut,
    OutputSettings output,
    boolean resume,
    RecordSettings records) {

  /** Returns the column with the classes; null if no classes are learned. */
  public String labelColumn() {
    return learning.goal() instanceof Goal.Classify ? columns.keep().get(0) : null;
  }

  /** Returns the settings that determine what is learned. */
  Map<String, Object> decisive() {
    return showDecisive().asMap();
  }

  private ShownSettings showDecisive() {
    ShownSettings shown = new ShownSettings().putSource(input);
    shown.put(Setting.ID_COLUMN, columns.id());
    shown.put(Setting.TOKENS_COLUMN, columns.tokens());
    shown.put(Setting.EMBEDDINGS_COLUMN, columns.embeddings());
    if (learning.goal() instanceof Goal.Masked masked) {
      shown.put(Setting.OBJECTIVE, TrainObjective.MASKED);
      shown.put(Setting.HIDDEN_SHARE, masked.hiddenShare());
      shown.put(Setting.NEGATIVES, masked.negatives());
      shown.put(Setting.POSITIONS, masked.positions() ? "sinusoidal" : "none");
    } else {
      shown.put(Setting.OBJECTIVE, TrainObjective.CLASSIFY);
      shown.put(Setting.LABEL_COLUMN, labelColumn());
    }
    AttentionConfig attention = learning.attention();
    shown.put(Setting.HEADS, attention.heads());
    shown.put(Setting.KV_HEADS, attention.kvHeads());
    shown.put(Setting.HEAD_DIM, headDim);
    shown.put(Setting.MASK, attention.mask().toString());
    shown.put(Setting.SCALE, attention.scale());
    shown.put(Setting.ALIGNMENT, attention.alignment().toString());
    shown.put(Setting.SEED, learning.seed());
    shown.put(Setting.EPOCHS, learning.epochs());
    shown.put(Setting.BATCH, learning.batch());
    shown.put(Setting.OPTIMIZER, learning.optimizer());
    shown.put(Setting.LEARNING_RATE, learning.learningRate());
    shown.put(Setting.WARM_UP, learning.warmUp());
    shown.put(Setting.CLIP, learning.clip());
    if (learning.optimizer() == OptimizerKind.ADAM) {
      shown.put(Setting.WEIGHT_DECAY, learning.weightDecay());
    }
    if (attention.alignment() instanceof Alignment.Sample) {
      shown.put(Setting.ENTROPY_WEIGHT, learning.entropyWeight());
    }
    shown.put(Setting.HELD_OUT, heldOut);
    shown.put(Setting.PATIENCE, learning.patience());
    shown.put(Setting.LIMIT, records.limit());
    return shown;
  }

  /** Returns the settings by identifier, for the user and for run.json. */
  public Map<String, Object> shown() {
    ShownSettings shown = showDecisive();
    output.show(shown);
    shown.put(Setting.RESUME, resume);
    shown.put(Setting.ON_BAD_RECORD, records.onBadRecord());
    return shown.asMap();
  }
}
