package io.corpusattention.ml;

import org.apache.spark.ml.param.Param;

/**
 * The columns that attention reads and adds. The name of one that is not wanted is empty.
 *
 * @param <T> the stage
 */
public interface AttentionColumnParams<T extends AttentionColumnParams<T>>
    extends InvalidRowParams<T> {
  /** The embeddings. */
  default Param<String> inputCol() {
    return new Param<>(
        this,
        "inputCol",
        "embeddings: array<float> or array<double>, [n, d_model] row-major; an array for each token"
            + " of such, or of vectors; or binary, little-endian float32");
  }

  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  default T setInputCol(String value) {
    return Stage.set(this, inputCol(), value);
  }

  /** The tokens, if n is to be checked. */
  default Param<String> tokensCol() {
    return new Param<>(
        this,
        "tokensCol",
        "array<string>: embeddings must be as many as these tokens; empty: n is length / d_model");
  }

  default String getTokensCol() {
    return getOrDefault(tokensCol());
  }

  default T setTokensCol(String value) {
    return Stage.set(this, tokensCol(), value);
  }

  /** The id, for draws and for messages. */
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

  /** The attention distributions. */
  default Param<String> attentionCol() {
    return new Param<>(
        this,
        "attentionCol",
        "added: array<float>, [heads, n, n] row-major, the attention weights. With attention"
            + " top-k:K in its place three, whose names end with _keys (array<int>) and _weights"
            + " (array<float>), [heads, n, min(K, n)], and _kept_mass (array<float>), [heads, n]."
            + " Empty: not added");
  }

  default String getAttentionCol() {
    return getOrDefault(attentionCol());
  }

  default T setAttentionCol(String value) {
    return Stage.set(this, attentionCol(), value);
  }

  /** The context vectors. */
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

  /** The mean of the context vectors. */
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

  /** The attention that each token receives. */
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
