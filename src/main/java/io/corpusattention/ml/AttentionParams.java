package io.corpusattention.ml;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.Mask;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/**
 * Which attention to compute: the options of jobs/attend as Params.
 *
 * @param <T> the stage
 */
public interface AttentionParams<T extends AttentionParams<T>> extends AttentionColumnParams<T> {
  /** Param for the number of query heads. */
  default IntParam heads() {
    return new IntParam(this, "heads", "query heads; they divide the columns of W_q");
  }

  default int getHeads() {
    return (Integer) getOrDefault(heads());
  }

  default T setHeads(int value) {
    return Stage.set(this, heads(), (Object) value);
  }

  /** Param for the number of key-value heads. */
  default IntParam kvHeads() {
    return new IntParam(
        this,
        "kvHeads",
        "key-value heads; they divide heads and the columns of W_k and W_v. The same as heads if"
            + " not set");
  }

  /**
   * Returns the number of key-value heads: the one that is set. If none is set, returns that of the
   * weights, or {@link #getHeads} if heads are set or the weights do not give a number.
   */
  default int getKvHeads() {
    boolean own = !isSet(heads()) && hasDefault(kvHeads());
    return isSet(kvHeads()) || own ? (Integer) getOrDefault(kvHeads()) : getHeads();
  }

  default T setKvHeads(int value) {
    return Stage.set(this, kvHeads(), (Object) value);
  }

  /** Param for the mask: the keys that a query sees. */
  default Param<String> mask() {
    return new Param<>(
        this,
        "mask",
        "which keys a query sees: none (all), causal (none after it), window:R (at most R places"
            + " away)",
        ParamCheck.<String>by(Mask::of));
  }

  default String getMask() {
    return getOrDefault(mask());
  }

  default T setMask(String value) {
    return Stage.set(this, mask(), value);
  }

  /** Param for the factor by which scores are multiplied. */
  default DoubleParam scale() {
    return new DoubleParam(
        this, "scale", "what scores are multiplied by; 1 / sqrt(d_k) if not set");
  }

  /** Returns the scale that is set, or null for 1/√d_k. */
  default Double getScale() {
    return isDefined(scale()) ? (Double) getOrDefault(scale()) : null;
  }

  default T setScale(double value) {
    return Stage.set(this, scale(), (Object) value);
  }

  /** Param for the temperature, by which scaled scores are divided. */
  default DoubleParam temperature() {
    return new DoubleParam(this, "temperature", "what scaled scores are divided by; above 0");
  }

  default double getTemperature() {
    return (Double) getOrDefault(temperature());
  }

  default T setTemperature(double value) {
    return Stage.set(this, temperature(), (Object) value);
  }

  /** Param for the alignment: how scores become weights. */
  default Param<String> alignment() {
    return new Param<>(
        this,
        "alignment",
        "how scores become weights: soft (softmax), hard (the best key alone), sample (keys drawn"
            + " at random from the softmax distribution; needs idCol)",
        ParamCheck.<String>by(Alignment::of));
  }

  default String getAlignment() {
    return getOrDefault(alignment());
  }

  default T setAlignment(String value) {
    return Stage.set(this, alignment(), value);
  }

  /** Param for the seed of random draws. */
  default LongParam seed() {
    return new LongParam(this, "seed", "of alignment sample: the same seed, the same draws");
  }

  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  default T setSeed(long value) {
    return Stage.set(this, seed(), (Object) value);
  }

  /** Param for the number of draws to average. */
  default IntParam draws() {
    return new IntParam(
        this,
        "draws",
        "of alignment sample: how many draws are averaged",
        ParamCheck.by(value -> new Alignment.Sample(0, (Integer) value)));
  }

  default int getDraws() {
    return (Integer) getOrDefault(draws());
  }

  default T setDraws(int value) {
    return Stage.set(this, draws(), (Object) value);
  }

  /** Param for the part of each distribution to keep. */
  default Param<String> attention() {
    return new Param<>(
        this,
        "attention",
        "what to keep of each attention distribution: full, top-k:K (the K heaviest keys), none",
        ParamCheck.<String>by(AttentionOutput::of));
  }

  default String getAttention() {
    return getOrDefault(attention());
  }

  default T setAttention(String value) {
    return Stage.set(this, attention(), value);
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

  default T setPositions(String value) {
    return Stage.set(this, positions(), value);
  }

  /** Param for the maximum size of a row, in bytes. */
  default LongParam maxRowBytes() {
    return new LongParam(
        this,
        "maxRowBytes",
        "a row whose attention and context vectors take more bytes is invalid; a row is never"
            + " divided");
  }

  default long getMaxRowBytes() {
    return (Long) getOrDefault(maxRowBytes());
  }

  default T setMaxRowBytes(long value) {
    return Stage.set(this, maxRowBytes(), (Object) value);
  }
}
