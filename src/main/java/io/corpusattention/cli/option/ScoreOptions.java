package io.corpusattention.cli.option;

import io.corpusattention.attention.Mask;
import io.corpusattention.cli.help.OptionGroup;
import picocli.CommandLine.Option;

/** The options for the mask and the scale of scores. */
@OptionGroup.In(OptionGroup.ATTENTION)
public final class ScoreOptions {
  @Option(
      names = "--mask",
      defaultValue = "none",
      paramLabel = "none|causal|window:R",
      description =
          "The keys that a query sees. none: all keys. causal: no keys after the query."
              + " window:R: keys at most R tokens away. Masked keys have weight 0. Default:"
              + " ${DEFAULT-VALUE}.")
  private Mask mask;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "Factor of the scores; 1 gives the plain dot product. Default: 1/√d_k; for"
              + " GPT-2 weights, the scale that config.json specifies.")
  private Double scale;

  Mask mask() {
    return mask;
  }

  /** Returns the scale, or null if the user does not give one. */
  Double scale() {
    return scale;
  }
}
