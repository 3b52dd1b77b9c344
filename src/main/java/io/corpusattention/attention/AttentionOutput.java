package io.corpusattention.attention;

import java.io.Serializable;

/** Which part of each attention distribution is kept. */
public sealed interface AttentionOutput extends Serializable {
  /** The valid text forms. */
  String FORMS = "full, top-k:K, none";

  /**
   * Parses a text form, the inverse of {@code toString}.
   *
   * @throws BadSettingException if the text is not one of {@link #FORMS}
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

  /** Only the attention that each token receives. */
  record None() implements AttentionOutput {
    @Override
    public String toString() {
      return "none";
    }
  }
}
