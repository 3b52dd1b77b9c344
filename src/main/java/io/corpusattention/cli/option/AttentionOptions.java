package io.corpusattention.cli.option;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how attention is computed. */
@OptionGroup.In(OptionGroup.ATTENTION)
public final class AttentionOptions {
  @Mixin private ScoreOptions scores;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "T",
      description =
          "Divides the scaled scores. Values below 1 sharpen the distribution. Default:"
              + " ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--alignment",
      defaultValue = "soft",
      paramLabel = "soft|hard|sample",
      description =
          "soft: softmax. hard: the best key alone, or the first of several equal ones."
              + " sample: a key drawn at random from the softmax distribution, for each head and"
              + " query. Default: ${DEFAULT-VALUE}.")
  private Alignment alignment;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "With --alignment sample: the same seed draws the same keys for the same id, in"
              + " any partitioning. Default: 0.")
  private Long seed;

  @Option(
      names = "--draws",
      paramLabel = "S",
      description = "With --alignment sample: average over S draws. Default: 1.")
  private Integer draws;

  /**
   * Returns the configuration, with one head until the weights are known.
   *
   * @param attention what to write of each distribution
   * @param context what to write of the context vectors
   * @param maxRowBytes the size above which a sentence is split into tiles
   * @throws BadSettingException if a value is invalid
   */
  public AttentionConfig config(
      AttentionOutput attention, ContextOutput context, long maxRowBytes) {
    return new AttentionConfig(
        1,
        1,
        scores.mask(),
        scores.scale(),
        temperature,
        alignment(),
        attention,
        context,
        maxRowBytes);
  }

  private Alignment alignment() {
    if (alignment instanceof Alignment.Sample) {
      return new Alignment.Sample(seed == null ? 0 : seed, draws == null ? 1 : draws);
    }
    if (seed != null || draws != null) {
      throw (seed != null ? Setting.SEED.of(seed) : Setting.DRAWS.of(draws))
          .bad(
              "is for ",
              Setting.ALIGNMENT.of("sample"),
              "; ",
              Setting.ALIGNMENT.of(alignment),
              " draws nothing");
    }
    return alignment;
  }
}
