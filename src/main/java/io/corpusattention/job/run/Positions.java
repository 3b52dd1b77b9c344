package io.corpusattention.job.run;

import java.util.Arrays;

/** Whether attention is over embeddings with the positions that its weights were trained with. */
public enum Positions {
  /** The weights ask for none, and the embeddings are taken as they are. */
  NONE,
  /** Sinusoidal ones are added to each sentence's embeddings. */
  ADDED,
  /** The weights ask for sinusoidal ones, and jobs/embed has added them already. */
  IN_INPUT;

  /** What a footer says; null is none. */
  public static Positions of(String label) {
    return Arrays.stream(values())
        .filter(positions -> positions.label().equals(label))
        .findFirst()
        .orElse(NONE);
  }

  /** For run.json and footers. */
  public String label() {
    return switch (this) {
      case NONE -> "none";
      case ADDED -> "sinusoidal";
      case IN_INPUT -> "in the input";
    };
  }
}
