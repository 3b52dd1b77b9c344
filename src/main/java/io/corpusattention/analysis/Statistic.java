package io.corpusattention.analysis;

import java.util.Locale;

/**
 * The statistics of an attention distribution: the weights a_1 … a_n that a query i gives to the n
 * keys of its sentence in one head. {@link StatisticMeter} computes them.
 *
 * <p>A sentence's value is the mean over its queries. Sources: Clark et al. 2019, What Does BERT
 * Look At?, for entropy and shares (here, weights are not mixed with a uniform distribution); Vig
 * and Belinkov 2019, Analyzing the Structure of Attention, for distance; Voita et al. 2019,
 * Analyzing Multi-Head Self-Attention, for the largest weight (there: confidence); Gu et al. 2024,
 * When Attention Sink Emerges, for sinks; Olsson et al. 2022, In-context Learning and Induction
 * Heads, and the head detector of TransformerLens for repeated tokens; Kobayashi et al. 2021,
 * Incorporating Residual and Normalization Layers, for the mixing ratio.
 */
public enum Statistic {
  /** −Σ_j a_j ln a_j with 0 · ln 0 = 0, in nats. */
  ENTROPY(Needs.NOTHING),

  /** Entropy divided by ln n; only for sentences of two or more tokens. */
  NORMALIZED_ENTROPY(Needs.NOTHING),

  /** Σ_j a_j |i − j| / Σ_j a_j, in tokens. */
  DISTANCE(Needs.SELF_ATTENTION),

  /** a_i. */
  SHARE_SELF(Needs.SELF_ATTENTION),

  /** a_(i−1), 0 for the first token. */
  SHARE_PREVIOUS(Needs.SELF_ATTENTION),

  /** a_(i+1), 0 for the last token. */
  SHARE_NEXT(Needs.SELF_ATTENTION),

  /** a_1, even if the first token is special. */
  SHARE_FIRST(Needs.NOTHING),

  /** a_n, even if the last token is special. */
  SHARE_LAST(Needs.NOTHING),

  /** Σ a_j over the special tokens. */
  SHARE_SPECIAL(Needs.TOKENS),

  /** Σ a_j over the tokens of words that are punctuation. */
  SHARE_PUNCTUATION(Needs.TOKENS),

  /** max_j a_j. */
  LARGEST_WEIGHT(Needs.NOTHING),

  /** The smallest number of keys whose weights add up to 0.95, or n if all of them hold less. */
  TOKENS_HOLDING_95(Needs.NOTHING),

  /** Whether a_1 is above {@link #SINK}, for all queries except the first. */
  SINK_RATE(Needs.SELF_ATTENTION),

  /** Whether the mean of a_1 over the sentence's queries is above {@link #SINK}: 1 or 0. */
  SINK_SENTENCES(Needs.SELF_ATTENTION),

  /** Σ a_j over earlier keys with the same token, for queries that have such a key. */
  SHARE_DUPLICATE(Needs.OWN_TOKENS),

  /**
   * Σ a_j over keys that follow an earlier occurrence of the query's token, for queries that have
   * such a key. Only for causal attention, where no query sees a later key.
   */
  SHARE_INDUCTION(Needs.CAUSAL),

  /**
   * Only for lengths: their sum over the keys, by which each is divided to make a distribution. See
   * {@link NormMeter}.
   */
  LENGTH(Needs.LENGTHS),

  /**
   * Only for all heads together: m / (m + s), where m is the length of what comes from other tokens
   * and s the length of what the token keeps, including the residual connection. Both are measured
   * after the linear part of LayerNorm. See {@link MixingMeter}.
   */
  MIXING_RATIO(Needs.LENGTHS);

  /** A first token that receives more than this weight is a sink. Gu et al. call it ε. */
  public static final double SINK = 0.3;

  /** What a statistic needs in order to be defined. */
  private enum Needs {
    NOTHING,
    SELF_ATTENTION,
    TOKENS,
    OWN_TOKENS,
    CAUSAL,
    LENGTHS
  }

  private final Needs needs;

  Statistic(Needs needs) {
    this.needs = needs;
  }

  /** Returns the name in tables. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns whether this statistic is defined for the given measures.
   *
   * @param lengths whether the distribution is of lengths of weighted values instead of weights
   */
  boolean isOf(Measures of, boolean lengths) {
    return switch (needs) {
      case NOTHING -> true;
      case SELF_ATTENTION -> of.selfAttention();
      case TOKENS -> of.tokens();
      case OWN_TOKENS -> of.selfAttention() && of.tokens();
      case CAUSAL -> of.selfAttention() && of.tokens() && of.causal();
      case LENGTHS -> lengths;
    };
  }
}
