package io.corpusattention.learning;

import io.corpusattention.attention.Setting;
import java.io.Serializable;
import java.util.List;

/** The training objective of a layer. */
public sealed interface Goal extends Serializable {
  /**
   * Find hidden tokens from their context; see {@link io.corpusattention.training.MaskedObjective}.
   *
   * @param hiddenShare the probability with which each token of a sentence is hidden; at least one
   *     token is
   * @param negatives the number of other words from which each hidden token is told apart
   * @param positions whether sinusoidal positions are added to the embeddings
   */
  record Masked(double hiddenShare, int negatives, boolean positions) implements Goal {
    // Defaults.
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
   * Predict the class of a sentence; see {@link io.corpusattention.training.ClassifyObjective}.
   *
   * @param labels the names of the classes, at least two, in ascending order
   */
  record Classify(List<String> labels) implements Goal {
    public Classify {
      labels = List.copyOf(labels);
    }
  }
}
