package io.corpusattention.job.run;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.CorpusSource;

/**
 * Which sentences attention is computed for, and how.
 *
 * @param attention the configuration; its heads are final only after the weights are read
 */
public record AttentionSettings(
    CorpusSource input,
    CorpusColumns columns,
    WeightsSettings weights,
    QuerySettings query,
    AttentionConfig attention) {
  /** Returns a copy with the configuration that the weights determine. */
  public AttentionSettings with(AttentionConfig resolved) {
    return new AttentionSettings(input, columns, weights, query, resolved);
  }

  /** Adds the settings of the sentences, the weights and the attention to the shown settings. */
  public void show(ShownSettings shown) {
    shown.putSource(input);
    shown.put(Setting.ID_COLUMN, columns.id());
    shown.put(Setting.TOKENS_COLUMN, columns.tokens());
    shown.put(Setting.EMBEDDINGS_COLUMN, columns.embeddings());
    shown.put(Setting.KEEP, columns.keep());
    shown.put(Setting.WEIGHTS, weights.source());
    shown.putIfSet(Setting.LAYER, weights.layer());
    shown.putIfSet(Setting.HEAD_DIM, weights.headDim());
    shown.put(Setting.HEADS, attention.heads());
    shown.put(Setting.KV_HEADS, attention.kvHeads());
    shown.putIfSet(Setting.QUERY, query.file());
    shown.putIfSet(Setting.QUERY_TOKENS, query.tokens());
    shown.putIfSet(Setting.QUERY_COLUMN, query.column());
    shown.putIfSet(Setting.QUERY_TOKENS_COLUMN, query.tokensColumn());
    shown.put(Setting.MASK, attention.mask().toString());
    shown.put(Setting.SCALE, attention.scale() == null ? "1/sqrt(d_k)" : attention.scale());
    shown.put(Setting.TEMPERATURE, attention.temperature());
    shown.put(Setting.ALIGNMENT, attention.alignment().toString());
    if (attention.alignment() instanceof Alignment.Sample sample) {
      shown.put(Setting.SEED, sample.seed());
      shown.put(Setting.DRAWS, sample.draws());
    }
    shown.put(Setting.ATTENTION, attention.attention().toString());
    shown.put(Setting.CONTEXT, attention.context());
    shown.put(Setting.MAX_ROW_BYTES, attention.maxRowBytes());
  }
}
