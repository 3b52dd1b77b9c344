package io.corpusattention.learning;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.Setting;
import java.io.Serializable;

/**
 * The settings of a training run.
 *
 * @param attention the heads, mask, scale and alignment, which is soft, or sample with one draw
 * @param seed the seed of initial weights and of every random choice
 * @param epochs the number of passes over the sentences
 * @param batch the mean number of sentences per step
 * @param optimizer the optimizer
 * @param learningRate the highest learning rate
 * @param warmUp the share of all steps during which the learning rate rises
 * @param clip the maximum length of a step's gradient; longer ones are scaled down to it
 * @param weightDecay the weight decay of Adam, decoupled from the gradient; 0 for none
 * @param entropyWeight the factor of the entropy of distributions, which is subtracted from the
 *     loss if keys are drawn
 * @param patience the number of epochs without a lower held-out loss after which training stops;
 *     null for never
 */
public record LearningSettings(
    Goal goal,
    AttentionConfig attention,
    long seed,
    int epochs,
    int batch,
    OptimizerKind optimizer,
    double learningRate,
    double warmUp,
    double clip,
    double weightDecay,
    double entropyWeight,
    Integer patience)
    implements Serializable {
  // Defaults.
  public static final long SEED = 1;
  public static final int EPOCHS = 5;
  public static final int BATCH = 256;
  public static final double LEARNING_RATE = 0.001;
  public static final double WARM_UP = 0.1;
  public static final double CLIP = 1;
  public static final double ENTROPY_WEIGHT = 0.01;

  public LearningSettings {
    if (attention.alignment() instanceof Alignment.Hard) {
      throw Setting.ALIGNMENT
          .of(attention.alignment())
          .bad("the best key alone has no gradient; train with sample, and attend with hard");
    }
    Setting.EPOCHS.requirePositive(epochs);
    Setting.BATCH.requirePositive(batch);
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        Setting.LEARNING_RATE.of(learningRate),
        "must be a finite number above 0");
    require(
        warmUp >= 0 && warmUp < 1,
        Setting.WARM_UP.of(warmUp),
        "must be from 0 to below 1 of all steps");
    require(clip > 0, Setting.CLIP.of(clip), "must be above 0");
    Given decay = Setting.WEIGHT_DECAY.of(weightDecay);
    require(weightDecay >= 0 && Double.isFinite(weightDecay), decay, "must be 0 or more");
    require(
        weightDecay == 0 || optimizer == OptimizerKind.ADAM,
        decay,
        "is for ",
        Setting.OPTIMIZER,
        " adam; leave it out");
    require(
        entropyWeight >= 0 && Double.isFinite(entropyWeight),
        Setting.ENTROPY_WEIGHT.of(entropyWeight),
        "must be 0 or more");
    require(
        patience == null || patience >= 1,
        Setting.PATIENCE.of(patience),
        "must be 1 or more epochs");
  }

  /**
   * Returns the attention of a layer in training, which keeps none of its distributions and
   * vectors.
   */
  public static AttentionConfig attention(
      int heads, int kvHeads, Mask mask, Double scale, Alignment alignment) {
    return new AttentionConfig(
        heads,
        kvHeads,
        mask,
        scale,
        1,
        alignment,
        new AttentionOutput.None(),
        ContextOutput.NONE,
        AttentionConfig.DEFAULT_MAX_ROW_BYTES);
  }

  /** Returns these settings with another goal. */
  public LearningSettings with(Goal other) {
    return new LearningSettings(
        other,
        attention,
        seed,
        epochs,
        batch,
        optimizer,
        learningRate,
        warmUp,
        clip,
        weightDecay,
        entropyWeight,
        patience);
  }

  private static void require(boolean holds, Given given, Object... otherwise) {
    if (!holds) {
      throw given.bad(otherwise);
    }
  }
}
