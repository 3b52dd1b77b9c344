package io.corpusattention.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;

/** Which tokens are embedded, and how: the options of jobs/embed as Params. */
public interface TokenEmbedderParams extends InvalidRowParams<TokenEmbedder> {
  /** Param for the input column of tokens. */
  default Param<String> inputCol() {
    return new Param<>(this, "inputCol", "tokens: array<string>");
  }

  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  default TokenEmbedder setInputCol(String value) {
    return Stage.set(this, inputCol(), value);
  }

  /** Param for the output column of embeddings. */
  default Param<String> outputCol() {
    return new Param<>(
        this, "outputCol", "added: embeddings, array<float>, [n, d_model] row-major");
  }

  default String getOutputCol() {
    return getOrDefault(outputCol());
  }

  default TokenEmbedder setOutputCol(String value) {
    return Stage.set(this, outputCol(), value);
  }

  /** Param for the output column of the tokens that have embeddings. */
  default Param<String> embeddedTokensCol() {
    return new Param<>(
        this,
        "embeddedTokensCol",
        "added: array<string>, the n tokens that have embeddings, which are not all if unknown"
            + " ones are dropped. Empty: not added");
  }

  default String getEmbeddedTokensCol() {
    return getOrDefault(embeddedTokensCol());
  }

  default TokenEmbedder setEmbeddedTokensCol(String value) {
    return Stage.set(this, embeddedTokensCol(), value);
  }

  /** Param for the handling of tokens without a vector. */
  default Param<String> unknown() {
    return new Param<>(
        this,
        "unknown",
        "what becomes of a token without a vector: zero (its embedding is zeros), mean (the mean of"
            + " all vectors), drop (it is left out; see embeddedTokensCol)",
        ParamCheck.oneOf(List.of("zero", "mean", "drop")));
  }

  default String getUnknown() {
    return getOrDefault(unknown());
  }

  default TokenEmbedder setUnknown(String value) {
    return Stage.set(this, unknown(), value);
  }

  /** Param for the positions to add to the embeddings. */
  default Param<String> positions() {
    return new Param<>(
        this,
        "positions",
        "what is added to the embeddings: none, or sinusoidal positions (Vaswani et al. 2017)",
        ParamCheck.oneOf(List.of("none", "sinusoidal")));
  }

  default String getPositions() {
    return getOrDefault(positions());
  }

  default TokenEmbedder setPositions(String value) {
    return Stage.set(this, positions(), value);
  }
}
