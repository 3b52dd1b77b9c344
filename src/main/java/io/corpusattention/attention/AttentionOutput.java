package io.corpusattention.attention;

import java.io.Serializable;

/** What of each attention distribution is kept. */
public sealed interface AttentionOutput extends Serializable {
  /** How it is written. */
  String FORMS = "full, top-k:K, none";

  /**
   * What is written so; {@code toString} writes it.
   *
   * @throws BadSettingException where the text says nothing of the kind
   */
  static AttentionOutput of(String text) {
    if (text.equals("full")) {
      return new Full();
    }
    if (text.equals("none")) {
      return new None();
    }
    if (text.startsWith("top-k:")) {
      return new TopK(WholeNumber.after("top-k:", text, FORMS));
    }
    throw new BadSettingException(null, "'" + text + "' is none of " + FORMS);
  }

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
        throw Setting.ATTENTION.of("top-k:" + k).bad("K must be 1 or more");
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
