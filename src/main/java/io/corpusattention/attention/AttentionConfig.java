package io.corpusattention.attention;

import java.io.Serializable;

/**
 * Which attention to compute, and which parts of it to keep.
 *
 * @param heads query heads
 * @param kvHeads key-value heads, a divisor of heads: query head h uses key-value head ⌊h · kvHeads
 *     / heads⌋
 * @param scale the factor by which scores are multiplied, or null for 1/√d_k
 * @param temperature the divisor of scaled scores, above 0
 * @param maxRowBytes the number of bytes of values above which a sentence is split into tiles of
 *     query rows
 */
public record AttentionConfig(
    int heads,
    int kvHeads,
    Mask mask,
    Double scale,
    double temperature,
    Alignment alignment,
    AttentionOutput attention,
    ContextOutput context,
    long maxRowBytes)
    implements Serializable {
  public static final long DEFAULT_MAX_ROW_BYTES = 8L << 20;

  public AttentionConfig {
    HeadCheck.requireGroups(heads, kvHeads);
    if (scale != null && (!Double.isFinite(scale) || Float.isInfinite(scale.floatValue()))) {
      throw Setting.SCALE.of(scale).bad("must be a number that float32 holds");
    }
    if (!(temperature > 0) || !Double.isFinite(temperature)) {
      throw Setting.TEMPERATURE.of(temperature).bad("must be a finite number above 0");
    }
    if (maxRowBytes < 1 || maxRowBytes > 1L << 30) {
      throw Setting.MAX_ROW_BYTES.of(maxRowBytes).bad("must be between 1 and " + (1L << 30));
    }
  }

  /** Returns this configuration with other heads. */
  public AttentionConfig withHeads(int otherHeads, int otherKvHeads) {
    return new AttentionConfig(
        otherHeads,
        otherKvHeads,
        mask,
        scale,
        temperature,
        alignment,
        attention,
        context,
        maxRowBytes);
  }

  /** Returns this configuration with another scale. */
  public AttentionConfig withScale(double otherScale) {
    return new AttentionConfig(
        heads, kvHeads, mask, otherScale, temperature, alignment, attention, context, maxRowBytes);
  }

  /** Returns this configuration with another alignment. */
  public AttentionConfig withAlignment(Alignment other) {
    return new AttentionConfig(
        heads, kvHeads, mask, scale, temperature, other, attention, context, maxRowBytes);
  }

  /** Returns this configuration with other parts of the attention kept. */
  public AttentionConfig keeping(
      AttentionOutput otherAttention, ContextOutput otherContext, long otherMaxRowBytes) {
    return new AttentionConfig(
        heads,
        kvHeads,
        mask,
        scale,
        temperature,
        alignment,
        otherAttention,
        otherContext,
        otherMaxRowBytes);
  }

  /** Returns whether distributions or context vectors are kept. */
  public boolean keepsSomething() {
    return !(attention instanceof AttentionOutput.None) || context != ContextOutput.NONE;
  }

  /** Returns the factor of every score: scale ÷ temperature. */
  public float factor(int keyWidth) {
    double factor = (scale == null ? 1 / Math.sqrt(keyWidth) : scale) / temperature;
    if (!Float.isFinite((float) factor)) {
      throw Setting.TEMPERATURE.of(temperature).bad("too small, scale ÷ temperature overflows");
    }
    return (float) factor;
  }
}
