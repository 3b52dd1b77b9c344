package io.corpusattention.learning;

import io.corpusattention.attention.Setting;
import java.io.Serializable;
import java.util.List;

/** What a layer is to learn. */
public sealed interface Goal extends Serializable {
  /**
   * To find hidden tokens by their context: {@link io.corpusattention.training.MaskedObjective}.
   *
   * @param hiddenShare of a sentence's tokens, each hidden with this probability, one at least
   * @param negatives other words that each is told apart from
   * @param positions whether sinusoidal positions are added to the embeddings
   */
  record Masked(double hiddenShare, int negatives, boolean positions) implements Goal {
    // Where the user sets nothing else.
    public static final double HIDDEN_SHARE = 0.15;
    public static final int NEGATIVES = 8;

    public Masked {
      if (!(hiddenShare > 0 && hiddenShare < 1)) {
        throw Setting.HIDDEN_SHARE.of(hiddenShare).bad("must be between 0 and 1, without both");
      }
      if (negatives < 1 || negatives > 1000) {
        throw Setting.NEGATIVES.of(negatives).bad("must be between 1 and 1000");
      }
    }
  }

  /**
   * To tell the class of a sentence: {@link io.corpusattention.training.ClassifyObjective}.
   *
   * @param labels names of the classes, at least two, in ascending order
   */
  record Classify(List<String> labels) implements Goal {
    public Classify {
      labels = List.copyOf(labels);
    }
  }
}
