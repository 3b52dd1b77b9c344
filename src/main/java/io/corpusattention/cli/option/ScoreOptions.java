package io.corpusattention.cli.option;

import io.corpusattention.attention.Mask;
import picocli.CommandLine.Option;

/** The options that say which scores count, and how much. */
public final class ScoreOptions {
  @Option(
      names = "--mask",
      defaultValue = "none",
      paramLabel = "none|causal|window:R",
      description =
          "Keys a query may see: all, none after it, or at most R places away."
              + " Default: ${DEFAULT-VALUE}.")
  private Mask mask;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "Factor of the scores; 1 is the plain dot product. Default: 1/√d_k, or what config.json"
              + " says where weights are a GPT-2's.")
  private Double scale;

  Mask mask() {
    return mask;
  }

  /** Null where the user does not say. */
  Double scale() {
    return scale;
  }
}
