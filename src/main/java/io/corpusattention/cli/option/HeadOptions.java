package io.corpusattention.cli.option;

import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import picocli.CommandLine.Option;

/** The options for the heads of a layer. Each is null if the user does not give it. */
@OptionGroup.In(OptionGroup.WEIGHTS)
public final class HeadOptions {
  @Option(
      names = "--heads",
      paramLabel = "H",
      description =
          "Number of query heads. Default: the number in config.json if the weights come"
              + " with one, otherwise 1.")
  private String heads;

  @Option(
      names = "--kv-heads",
      paramLabel = "G",
      description =
          "Number of key-value heads, a divisor of --heads, for grouped-query attention."
              + " Default: the number in config.json; without one, or if --heads is given, the"
              + " same as --heads.")
  private Integer kvHeads;

  @Option(
      names = "--head-dim",
      paramLabel = "D",
      description =
          "Width of one head, for random weights or weights to be trained. Default:"
              + " d_model ÷ heads.")
  private Integer headDim;

  Integer heads() {
    try {
      return heads == null ? null : Integer.valueOf(heads);
    } catch (NumberFormatException e) {
      throw Setting.HEADS
          .of(heads)
          .bad("is no whole number; say how many heads there are")
          .causedBy(e);
    }
  }

  /**
   * Returns {@code --heads} as names of heads, for jobs that select heads of a table or a model.
   */
  String chosen() {
    return heads;
  }

  Integer kvHeads() {
    return kvHeads;
  }

  Integer headDim() {
    return headDim;
  }
}
