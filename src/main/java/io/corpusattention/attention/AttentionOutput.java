package io.corpusattention.attention;

import java.io.Serializable;

/** What of each attention distribution is kept. */
public sealed interface AttentionOutput extends Serializable {
  /** Every weight. */
  record Full() implements AttentionOutput {
    @Override
    public String toString() {
      return "full";
    }
  }

  /** The heaviest k keys of each query, and the mass they hold. */
  record TopK(int k) implements AttentionOutput {
    public TopK {
      if (k < 1) {
        throw new BadSettingException("--attention top-k:" + k + ": K must be 1 or more");
      }
    }

    @Override
    public String toString() {
      return "top-k:" + k;
    }
  }

  /** Nothing but the attention each token receives. */
  record None() implements AttentionOutput {
    @Override
    public String toString() {
      return "none";
    }
  }
}
