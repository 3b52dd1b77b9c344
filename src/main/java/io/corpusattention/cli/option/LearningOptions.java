package io.corpusattention.cli.option;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.OptimizerKind;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how the layer attends and how it learns. */
public final class LearningOptions {
  @Mixin private HeadOptions heads;

  @Mixin private ScoreOptions scores;

  @Option(
      names = "--alignment",
      defaultValue = "soft",
      paramLabel = "soft|sample",
      description =
          "Every key weighted by softmax, trained by backpropagation; or one key drawn at random"
              + " from the softmax distribution, trained by REINFORCE. Default: ${DEFAULT-VALUE}.")
  private Alignment alignment;

  @Option(
      names = "--entropy-weight",
      paramLabel = "X",
      description =
          "Of --alignment sample: how much the entropy of the distributions is rewarded, so that"
              + " draws go on exploring. Default: "
              + LearningSettings.ENTROPY_WEIGHT
              + ".")
  private Double entropyWeight;

  @Option(
      names = "--epochs",
      defaultValue = "" + LearningSettings.EPOCHS,
      paramLabel = "N",
      description = "Passes over the sentences. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--batch",
      defaultValue = "" + LearningSettings.BATCH,
      paramLabel = "N",
      description = "Sentences of a step, on average. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--optimizer",
      defaultValue = "adam",
      paramLabel = "adam|sgd",
      description = "Adam, or plain stochastic gradient descent. Default: ${DEFAULT-VALUE}.")
  private OptimizerKind optimizer;

  @Option(
      names = "--learning-rate",
      defaultValue = "" + LearningSettings.LEARNING_RATE,
      paramLabel = "X",
      description =
          "The highest; after the warm-up it falls along half a cosine to 0."
              + " Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--warm-up",
      defaultValue = "" + LearningSettings.WARM_UP,
      paramLabel = "SHARE",
      description = "Of all steps, while the rate rises. Default: ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = "--clip",
      defaultValue = "" + LearningSettings.CLIP,
      paramLabel = "X",
      description = "Longer gradients are shortened to this length. Default: ${DEFAULT-VALUE}.")
  private double clip;

  @Option(
      names = "--weight-decay",
      defaultValue = "0",
      paramLabel = "X",
      description = "Of Adam, decoupled from the gradient. Default: ${DEFAULT-VALUE}.")
  private double weightDecay;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop when the held-out loss has not fallen for N epochs. Default: train all epochs.")
  private Integer patience;

  @Option(
      names = "--seed",
      defaultValue = "" + LearningSettings.SEED,
      paramLabel = "N",
      description =
          "Of initial weights and all random choices: the same seed, settings and sentences give"
              + " the same bits. Default: ${DEFAULT-VALUE}.")
  private long seed;

  public Integer headDim() {
    return heads.headDim();
  }

  /**
   * How to learn.
   *
   * @throws BadSettingException where a value cannot be
   */
  public LearningSettings settings(Goal goal) {
    boolean samples = alignment instanceof Alignment.Sample;
    if (entropyWeight != null && !samples) {
      throw Setting.ENTROPY_WEIGHT
          .of(entropyWeight)
          .bad(
              "is for ",
              Setting.ALIGNMENT.of("sample"),
              "; soft attention draws nothing, leave it out");
    }
    int queryHeads = heads.heads() == null ? 1 : heads.heads();
    AttentionConfig attention =
        LearningSettings.attention(
            queryHeads,
            heads.kvHeads() == null ? queryHeads : heads.kvHeads(),
            scores.mask(),
            scores.scale(),
            alignment);
    return new LearningSettings(
        goal,
        attention,
        seed,
        epochs,
        batch,
        optimizer,
        learningRate,
        warmUp,
        clip,
        weightDecay,
        entropyWeight == null ? LearningSettings.ENTROPY_WEIGHT : entropyWeight,
        patience);
  }
}
