package io.corpusattention.ml;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.corpus.CorpusColumns;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** What the stages share: setting Params, and their defaults. */
final class Stage {
  private Stage() {}

  /** Sets a Param and returns the stage, as the setters of spark.ml do. */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // a stage's setters return its own type
  static <T extends Params, V> T set(Params stage, Param<V> param, V value) {
    return (T) stage.set(param, value);
  }

  /**
   * Sets the defaults of all Params except those that come with the weights: heads, key-value heads
   * and scale.
   */
  static void defaults(AttentionParams<?> stage) {
    stage.setDefault(stage.inputCol(), CorpusColumns.DEFAULT_EMBEDDINGS);
    stage.setDefault(stage.tokensCol(), "");
    stage.setDefault(stage.idCol(), "");
    stage.setDefault(stage.attentionCol(), "attention");
    stage.setDefault(stage.contextCol(), "context");
    stage.setDefault(stage.pooledCol(), "pooled");
    stage.setDefault(stage.attentionReceivedCol(), "");
    stage.setDefault(stage.mask(), "none");
    stage.setDefault(stage.temperature(), 1.0);
    stage.setDefault(stage.alignment(), "soft");
    stage.setDefault(stage.seed(), 0L);
    stage.setDefault(stage.draws(), 1);
    stage.setDefault(stage.attention(), "full");
    stage.setDefault(stage.positions(), "none");
    stage.setDefault(stage.maxRowBytes(), AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    stage.setDefault(stage.handleInvalid(), InvalidRows.ERROR);
  }
}
