package io.corpusattention.attention;

import java.io.Serializable;

/** The keys that a query of self-attention sees: one range for each query. */
public sealed interface Mask extends Serializable {
  /** The valid text forms. */
  String FORMS = "none, causal, window:R";

  /**
   * Parses a mask, the inverse of {@code toString}.
   *
   * @throws BadSettingException if the text is not a mask
   */
  static Mask of(String text) {
    if (text.equals("none")) {
      return new None();
    }
    if (text.equals("causal")) {
      return new Causal();
    }
    if (text.startsWith("window:")) {
      return new Window(WholeNumber.after("window:", text, FORMS));
    }
    throw new BadSettingException(null, "'" + text + "' is none of " + FORMS);
  }

  /** Returns the first key that query {@code i} sees. */
  int from(int i);

  /** Returns one past the last key that query {@code i} sees, in a sentence of {@code n} tokens. */
  int to(int i, int n);

  /** Every query sees every key. */
  record None() implements Mask {
    @Override
    public int from(int i) {
      return 0;
    }

    @Override
    public int to(int i, int n) {
      return n;
    }

    @Override
    public String toString() {
      return "none";
    }
  }

  /** A query sees itself and the keys before it. */
  record Causal() implements Mask {
    @Override
    public int from(int i) {
      return 0;
    }

    @Override
    public int to(int i, int n) {
      return i + 1;
    }

    @Override
    public String toString() {
      return "causal";
    }
  }

  /** A query sees the keys at most {@code radius} places away. */
  record Window(int radius) implements Mask {
    public Window {
      if (radius < 0) {
        throw Setting.MASK.of("window:" + radius).bad("the radius must be 0 or more");
      }
    }

    @Override
    public int from(int i) {
      return Math.max(0, i - radius);
    }

    @Override
    public int to(int i, int n) {
      return (int) Math.min(n, (long) i + radius + 1);
    }

    @Override
    public String toString() {
      return "window:" + radius;
    }
  }
}
