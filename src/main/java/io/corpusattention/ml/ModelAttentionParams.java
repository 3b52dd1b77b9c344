package io.corpusattention.ml;

import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.encoder.LayerChoice;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/**
 * Which outputs of a whole model to add to a table: the options of {@code jobs/attend --model} as
 * Params. An empty name leaves a column out.
 */
public interface ModelAttentionParams extends InvalidRowParams<ModelAttention> {
  /** Param for the input column of text. */
  default Param<String> inputCol() {
    return new Param<>(
        this, "inputCol", "string: a sentence, which the model's tokenizer cuts; or its words");
  }

  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  default ModelAttention setInputCol(String value) {
    return Stage.set(this, inputCol(), value);
  }

  /** Param for the output column of tokens. */
  default Param<String> tokensCol() {
    return new Param<>(
        this,
        "tokensCol",
        "added: array<string>, the n tokens, special ones among them. Empty: not added");
  }

  default String getTokensCol() {
    return getOrDefault(tokensCol());
  }

  default ModelAttention setTokensCol(String value) {
    return Stage.set(this, tokensCol(), value);
  }

  /** Param for the output column of attention distributions. */
  default Param<String> attentionCol() {
    return new Param<>(
        this,
        "attentionCol",
        "added: array<float>, [layers, heads, n, n] row-major, the attention weights. With attention"
            + " top-k:K three columns instead, whose names end with _keys (array<int>) and _weights"
            + " (array<float>), [layers, heads, n, min(K, n)], and _kept_mass (array<float>),"
            + " [layers, heads, n]. Empty: not added");
  }

  default String getAttentionCol() {
    return getOrDefault(attentionCol());
  }

  default ModelAttention setAttentionCol(String value) {
    return Stage.set(this, attentionCol(), value);
  }

  /** Param for the part of each distribution to add. */
  default Param<String> attention() {
    return new Param<>(
        this,
        "attention",
        "what to add of each attention distribution: full or top-k:K",
        ParamCheck.by(AttentionOutput::of));
  }

  default String getAttention() {
    return getOrDefault(attention());
  }

  default ModelAttention setAttention(String value) {
    return Stage.set(this, attention(), value);
  }

  /** Param for the layers whose attention is added. */
  default Param<String> layers() {
    return new Param<>(
        this,
        "layers",
        "whose attention is added: all, or layers from 0 such as 0,3-5; layers after the last are"
            + " not computed, and its output is the hidden state",
        ParamCheck.by(LayerChoice::new));
  }

  default String getLayers() {
    return getOrDefault(layers());
  }

  default ModelAttention setLayers(String value) {
    return Stage.set(this, layers(), value);
  }

  /** Param for the output column of hidden states. */
  default Param<String> hiddenCol() {
    return new Param<>(
        this,
        "hiddenCol",
        "added: vector, [d_model], the last layer's hidden states, pooled; with hidden tokens,"
            + " array<float>, [n, d_model] row-major. Empty: not added");
  }

  default String getHiddenCol() {
    return getOrDefault(hiddenCol());
  }

  default ModelAttention setHiddenCol(String value) {
    return Stage.set(this, hiddenCol(), value);
  }

  /** Param for the pooling of hidden states. */
  default Param<String> hidden() {
    return new Param<>(
        this,
        "hidden",
        "what to add of the hidden states: mean (over all tokens), first (the first token's) or"
            + " tokens",
        ParamCheck.oneOf(List.of("mean", "first", "tokens")));
  }

  default String getHidden() {
    return getOrDefault(hidden());
  }

  default ModelAttention setHidden(String value) {
    return Stage.set(this, hidden(), value);
  }

  /** Param for whether hidden vectors are scaled to unit length. */
  default BooleanParam normalize() {
    return new BooleanParam(
        this, "normalize", "whether each vector of hidden is divided by its Euclidean length");
  }

  default boolean getNormalize() {
    return (Boolean) getOrDefault(normalize());
  }

  default ModelAttention setNormalize(boolean value) {
    return Stage.set(this, normalize(), (Object) value);
  }

  /** Param for the number of tokens after which sentences are cut. */
  default IntParam maxTokens() {
    return new IntParam(
        this,
        "maxTokens",
        "longer sentences are cut to this number of tokens. Not set: the model's positions",
        ParamValidators.gt(0));
  }

  default ModelAttention setMaxTokens(int value) {
    return Stage.set(this, maxTokens(), (Object) value);
  }

  /** Param for the maximum size of a row's attention, in bytes. */
  default LongParam maxRowBytes() {
    return new LongParam(
        this,
        "maxRowBytes",
        "a sentence with more bytes of attention is invalid; at most 2^30",
        ParamValidators.inRange(1, 1 << 30));
  }

  default long getMaxRowBytes() {
    return (Long) getOrDefault(maxRowBytes());
  }

  default ModelAttention setMaxRowBytes(long value) {
    return Stage.set(this, maxRowBytes(), (Object) value);
  }
}
