package io.corpusattention.cli.option;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.OptimizerKind;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the attention of a layer and for its training. */
@OptionGroup.In(OptionGroup.LEARNING)
public final class LearningOptions {
  @Mixin private HeadOptions heads;

  @Mixin private ScoreOptions scores;

  @OptionGroup.In(OptionGroup.ATTENTION)
  @Option(
      names = "--alignment",
      defaultValue = "soft",
      paramLabel = "soft|sample",
      description =
          "soft: softmax, trained by backpropagation. sample: one key drawn at random"
              + " from the softmax distribution, trained by REINFORCE. Default:"
              + " ${DEFAULT-VALUE}.")
  private Alignment alignment;

  @OptionGroup.In(OptionGroup.ATTENTION)
  @Option(
      names = "--entropy-weight",
      paramLabel = "X",
      description =
          "With --alignment sample: weight of the entropy bonus, which keeps draws exploring."
              + " Default: "
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
      description = "Sentences in a step, on average. Default: ${DEFAULT-VALUE}.")
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
          "The peak learning rate. It rises linearly during the warm-up, then falls to 0"
              + " along half a cosine. Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--warm-up",
      defaultValue = "" + LearningSettings.WARM_UP,
      paramLabel = "SHARE",
      description =
          "Share of all steps in which the learning rate rises. Default:" + " ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = "--clip",
      defaultValue = "" + LearningSettings.CLIP,
      paramLabel = "X",
      description = "Clip gradients to this Euclidean norm. Default: ${DEFAULT-VALUE}.")
  private double clip;

  @Option(
      names = "--weight-decay",
      defaultValue = "0",
      paramLabel = "X",
      description = "Weight decay of Adam, decoupled from the gradient. Default: ${DEFAULT-VALUE}.")
  private double weightDecay;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop if the held-out loss has not fallen for N epochs. Default: train all" + " epochs.")
  private Integer patience;

  @Option(
      names = "--seed",
      defaultValue = "" + LearningSettings.SEED,
      paramLabel = "N",
      description =
          "Seed of the initial weights and of all random choices. The same seed, settings"
              + " and sentences give the same bits. Default: ${DEFAULT-VALUE}.")
  private long seed;

  public Integer headDim() {
    return heads.headDim();
  }

  /**
   * Returns the settings of the training.
   *
   * @throws BadSettingException if a value is invalid
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
