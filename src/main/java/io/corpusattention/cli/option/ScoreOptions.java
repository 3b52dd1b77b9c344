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
          "The keys that a query sees: all of them, none after the query, or those at"
              + " most R places away. Masked keys have weight 0. Default: ${DEFAULT-VALUE}.")
  private Mask mask;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "Factor of the scores; 1 gives the plain dot product. Default: 1/√d_k, or for"
              + " the weights of a GPT-2 what its config.json says.")
  private Double scale;

  Mask mask() {
    return mask;
  }

  /** Returns the scale, or null if the user does not give one. */
  Double scale() {
    return scale;
  }
}
