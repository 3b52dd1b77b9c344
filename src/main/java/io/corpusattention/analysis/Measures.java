package io.corpusattention.analysis;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The quantities measured for each distribution, by position: every {@link Statistic}; the mass at
 * each offset from the query to the key, from −16 to 16; and the share of each named special token.
 *
 * @param selfAttention whether queries are the sentence's own tokens
 * @param tokens whether the tokens of the keys are known
 * @param causal whether no query sees a later key
 * @param specials the names of special tokens, such as [CLS]
 */
public record Measures(boolean selfAttention, boolean tokens, boolean causal, List<String> specials)
    implements Serializable {
  /** The largest offset that has its own position. */
  public static final int FARTHEST = 16;

  private static final Statistic[] STATISTICS = Statistic.values();
  private static final int OFFSETS = 2 * FARTHEST + 1;

  /** The statistics that are defined for a rollout, with their names in tables of rollouts. */
  private static final Map<Statistic, String> OF_ROLLOUT =
      Map.of(
          Statistic.SHARE_FIRST, "rollout_first",
          Statistic.SHARE_LAST, "rollout_last",
          Statistic.SHARE_SPECIAL, "rollout_special",
          Statistic.SHARE_PUNCTUATION, "rollout_punctuation");

  public Measures {
    specials = List.copyOf(specials);
  }

  /** Returns the number of positions. */
  int size() {
    return STATISTICS.length + OFFSETS + specials.size();
  }

  /** Returns the position of an offset between −{@value #FARTHEST} and {@value #FARTHEST}. */
  static int offset(int offset) {
    return STATISTICS.length + FARTHEST + offset;
  }

  /** Returns the position of a special token's share. */
  static int special(int index) {
    return STATISTICS.length + OFFSETS + index;
  }

  /** Returns the name of a position in tables. */
  public String id(int place) {
    if (place < STATISTICS.length) {
      return STATISTICS[place].id();
    }
    int after = place - STATISTICS.length;
    return after < OFFSETS ? "offset_" + (after - FARTHEST) : "share_" + name(place);
  }

  private String name(int place) {
    return specials.get(place - STATISTICS.length - OFFSETS);
  }

  /**
   * Returns whether the quantity at a position is defined for these distributions.
   *
   * @param lengths whether the distribution is of lengths of weighted values instead of weights
   */
  boolean isThere(int place, boolean lengths) {
    if (place < STATISTICS.length) {
      return STATISTICS[place].isOf(this, lengths);
    }
    return place < special(0) ? selfAttention : tokens;
  }

  /** Returns the name of a position in tables of rollouts, or null if it has none. */
  String rolloutId(int place) {
    if (place < STATISTICS.length) {
      return isThere(place, false) ? OF_ROLLOUT.get(STATISTICS[place]) : null;
    }
    return place >= special(0) ? "rollout_" + name(place) : null;
  }
}
