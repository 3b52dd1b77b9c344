package io.corpusattention.job.run;

import java.util.Arrays;

/** Whether the weights need positions in the embeddings, and which job adds them. */
public enum Positions {
  /** The weights need no positions; the embeddings are used unchanged. */
  NONE,
  /** The run adds sinusoidal positions to the embeddings of each sentence. */
  ADDED,
  /** The weights need sinusoidal positions, and jobs/embed has already added them. */
  IN_INPUT;

  /** Returns the constant for a label in a footer; NONE for null and unknown labels. */
  public static Positions of(String label) {
    return Arrays.stream(values())
        .filter(positions -> positions.label().equals(label))
        .findFirst()
        .orElse(NONE);
  }

  /** Returns the label for run.json and footers. */
  public String label() {
    return switch (this) {
      case NONE -> "none";
      case ADDED -> "sinusoidal";
      case IN_INPUT -> "in the input";
    };
  }
}
