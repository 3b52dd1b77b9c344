package io.corpusattention.analysis;

import java.util.Locale;

/**
 * What is measured of each attention distribution: of the weights a_1 … a_n that a query i gives to
 * the n keys of its sentence in one head. {@link StatisticMeter} computes it.
 *
 * <p>A sentence's value is the mean over its queries. Sources: Clark et al. 2019, What Does BERT
 * Look At?, for entropy and shares (the weights are taken as they are, not mixed with a uniform
 * distribution); Vig and Belinkov 2019, Analyzing the Structure of Attention, for distance; Voita
 * et al. 2019, Analyzing Multi-Head Self-Attention, for the largest weight (there: confidence).
 */
public enum Statistic {
  /** −Σ_j a_j ln a_j with 0 · ln 0 = 0, in nats. */
  ENTROPY(false, false),

  /** Entropy divided by ln n; for sentences of two tokens and more. */
  NORMALIZED_ENTROPY(false, false),

  /** Σ_j a_j |i − j| / Σ_j a_j, in tokens. */
  DISTANCE(true, false),

  /** a_i. */
  SHARE_SELF(true, false),

  /** a_(i−1), 0 for the first token. */
  SHARE_PREVIOUS(true, false),

  /** a_(i+1), 0 for the last token. */
  SHARE_NEXT(true, false),

  /** a_1, be the first token special or not. */
  SHARE_FIRST(false, false),

  /** a_n, be the last token special or not. */
  SHARE_LAST(false, false),

  /** Σ a_j over the special tokens. */
  SHARE_SPECIAL(false, true),

  /** Σ a_j over tokens of words that are punctuation. */
  SHARE_PUNCTUATION(false, true),

  /** max_j a_j. */
  LARGEST_WEIGHT(false, false),

  /** The fewest keys whose weights add up to 0.95; n where all do not. */
  TOKENS_HOLDING_95(false, false),

  /** Of lengths alone: their sum, before they are divided by it. See {@link NormMeter}. */
  LENGTH(false, false);

  private final boolean selfAttention;
  private final boolean tokens;

  Statistic(boolean selfAttention, boolean tokens) {
    this.selfAttention = selfAttention;
    this.tokens = tokens;
  }

  /** Its name in tables. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it makes sense of such a table. */
  boolean isOf(boolean selfAttentionTable, boolean tableWithTokens) {
    return (selfAttentionTable || !selfAttention) && (tableWithTokens || !tokens);
  }
}
