package io.corpusattention.attention;

import java.io.Serializable;

/** How a query's scores become its weights. */
public sealed interface Alignment extends Serializable {
  /**
   * Parses an alignment. A sample gets the seed 0 and one draw.
   *
   * @throws BadSettingException if the text is not an alignment
   */
  static Alignment of(String text) {
    return switch (text) {
      case "soft" -> new Soft();
      case "hard" -> new Hard();
      case "sample" -> new Sample(0, 1);
      default ->
          throw new BadSettingException(null, "'" + text + "' is none of soft, hard, sample");
    };
  }

  /** Every key has a weight: softmax. */
  record Soft() implements Alignment {
    @Override
    public String toString() {
      return "soft";
    }
  }

  /** The best key has the weight 1 and all others 0. On a tie, the lower key wins. */
  record Hard() implements Alignment {
    @Override
    public String toString() {
      return "hard";
    }
  }

  /**
   * Keys are drawn at random from the softmax distribution of each head and query. A key's weight
   * is its share of the draws. With one draw, this is the stochastic hard attention of Xu et al.,
   * "Show, attend and tell", ICML 2015.
   *
   * @param seed the seed of the draws; the same seed gives the same draws on every machine
   * @param draws the number of draws to average
   */
  record Sample(long seed, int draws) implements Alignment {
    public static final int MAX_DRAWS = 1 << 24; // counts up to here are exact in float32

    public Sample {
      if (draws < 1 || draws > MAX_DRAWS) {
        throw Setting.DRAWS.of(draws).bad("must be between 1 and " + MAX_DRAWS);
      }
    }

    @Override
    public String toString() {
      return "sample";
    }
  }
}
