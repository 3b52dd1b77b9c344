package io.corpusattention.analysis;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What is measured of each distribution, each in its place: {@link Statistic}; the mass by offset,
 * from the query to the key, from −16 to 16; and the share of each special token by its name.
 *
 * @param selfAttention whether queries are the sentence's own tokens
 * @param tokens whether keys have tokens
 * @param causal whether no query sees a later key
 * @param specials names of special tokens, such as [CLS]
 */
public record Measures(boolean selfAttention, boolean tokens, boolean causal, List<String> specials)
    implements Serializable {
  /** The farthest offset that is told by itself. */
  public static final int FARTHEST = 16;

  private static final Statistic[] STATISTICS = Statistic.values();
  private static final int OFFSETS = 2 * FARTHEST + 1;

  /** What has a meaning of what a rollout gives each token, under the names that it has there. */
  private static final Map<Statistic, String> OF_ROLLOUT =
      Map.of(
          Statistic.SHARE_FIRST, "rollout_first",
          Statistic.SHARE_LAST, "rollout_last",
          Statistic.SHARE_SPECIAL, "rollout_special",
          Statistic.SHARE_PUNCTUATION, "rollout_punctuation");

  public Measures {
    specials = List.copyOf(specials);
  }

  /** Places. */
  int size() {
    return STATISTICS.length + OFFSETS + specials.size();
  }

  /** The place of an offset, from −{@value #FARTHEST} to {@value #FARTHEST}. */
  static int offset(int offset) {
    return STATISTICS.length + FARTHEST + offset;
  }

  /** The place of a special token's share. */
  static int special(int index) {
    return STATISTICS.length + OFFSETS + index;
  }

  /** The name of a place in tables. */
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
   * Whether a place makes sense here.
   *
   * @param lengths of lengths of weighted values, not of weights
   */
  boolean isThere(int place, boolean lengths) {
    if (place < STATISTICS.length) {
      return STATISTICS[place].isOf(this, lengths);
    }
    return place < special(0) ? selfAttention : tokens;
  }

  /** The name of a place for a rollout; null where it has none. */
  String rolloutId(int place) {
    if (place < STATISTICS.length) {
      return isThere(place, false) ? OF_ROLLOUT.get(STATISTICS[place]) : null;
    }
    return place >= special(0) ? "rollout_" + name(place) : null;
  }
}
