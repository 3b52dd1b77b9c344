package io.corpusattention.ml;

import org.apache.spark.ml.param.Param;

/**
 * The columns that attention reads and adds. An empty name leaves a column out.
 *
 * @param <T> the stage
 */
public interface AttentionColumnParams<T extends AttentionColumnParams<T>>
    extends InvalidRowParams<T> {
  /** Param for the input column of embeddings. */
  default Param<String> inputCol() {
    return new Param<>(
        this,
        "inputCol",
        "embeddings: array<float> or array<double>, [n, d_model] row-major; an array of such"
            + " arrays or of vectors, one per token; or binary, little-endian float32");
  }

  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  default T setInputCol(String value) {
    return Stage.set(this, inputCol(), value);
  }

  /** Param for the input column of tokens, against which n is checked. Optional. */
  default Param<String> tokensCol() {
    return new Param<>(
        this,
        "tokensCol",
        "array<string>: each token must have an embedding; empty: n is length / d_model");
  }

  default String getTokensCol() {
    return getOrDefault(tokensCol());
  }

  default T setTokensCol(String value) {
    return Stage.set(this, tokensCol(), value);
  }

  /** Param for the column of row ids, which key random draws and name rows in messages. */
  default Param<String> idCol() {
    return new Param<>(
        this,
        "idCol",
        "integer or string: names rows in messages, and gives the draws of alignment sample their"
            + " keys, for which it is required");
  }

  default String getIdCol() {
    return getOrDefault(idCol());
  }

  default T setIdCol(String value) {
    return Stage.set(this, idCol(), value);
  }

  /** Param for the output column of attention distributions. */
  default Param<String> attentionCol() {
    return new Param<>(
        this,
        "attentionCol",
        "added: array<float>, [heads, n, n] row-major, the attention weights. With attention"
            + " top-k:K three columns instead, whose names end with _keys (array<int>) and _weights"
            + " (array<float>), [heads, n, min(K, n)], and _kept_mass (array<float>), [heads, n]."
            + " Empty: not added");
  }

  default String getAttentionCol() {
    return getOrDefault(attentionCol());
  }

  default T setAttentionCol(String value) {
    return Stage.set(this, attentionCol(), value);
  }

  /** Param for the output column of context vectors. */
  default Param<String> contextCol() {
    return new Param<>(
        this,
        "contextCol",
        "added: array<float>, [n, heads * d_v] row-major, the context vectors. Empty: not added");
  }

  default String getContextCol() {
    return getOrDefault(contextCol());
  }

  default T setContextCol(String value) {
    return Stage.set(this, contextCol(), value);
  }

  /** Param for the output column of the mean context vector. */
  default Param<String> pooledCol() {
    return new Param<>(
        this,
        "pooledCol",
        "added: vector, [heads * d_v], the mean of the context vectors over the tokens. Empty: not"
            + " added");
  }

  default String getPooledCol() {
    return getOrDefault(pooledCol());
  }

  default T setPooledCol(String value) {
    return Stage.set(this, pooledCol(), value);
  }

  /** Param for the output column of the attention that each token receives. */
  default Param<String> attentionReceivedCol() {
    return new Param<>(
        this,
        "attentionReceivedCol",
        "added: array<float>, [n], the attention that each token receives, averaged over heads and"
            + " queries; sums to 1. Empty: not added");
  }

  default String getAttentionReceivedCol() {
    return getOrDefault(attentionReceivedCol());
  }

  default T setAttentionReceivedCol(String value) {
    return Stage.set(this, attentionReceivedCol(), value);
  }
}
