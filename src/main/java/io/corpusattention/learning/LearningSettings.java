package io.corpusattention.learning;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import java.io.Serializable;

/**
 * How to learn.
 *
 * @param attention heads, mask, scale, and alignment: soft, or sample with one draw
 * @param seed of initial weights and of every random choice
 * @param epochs passes over the sentences
 * @param batch sentences that a step takes, on average
 * @param optimizer which rule moves the parameters
 * @param learningRate the highest of all steps
 * @param warmUp share of all steps during which the rate rises
 * @param clip the longest that a step's gradient may be; longer ones are shortened to it
 * @param weightDecay of Adam, decoupled from the gradient; 0 for none
 * @param entropyWeight what the entropy of distributions is multiplied by before it is taken from
 *     the loss, where keys are drawn
 * @param patience so many epochs without a lower held-out loss end the training; null for never
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
  public LearningSettings {
    require(epochs >= 1, "--epochs " + epochs + ": must be 1 or more");
    require(batch >= 1, "--batch " + batch + ": must be 1 or more");
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        "--learning-rate " + learningRate + ": must be a finite number above 0");
    require(
        warmUp >= 0 && warmUp < 1,
        "--warm-up " + warmUp + ": must be from 0 to below 1 of all steps");
    require(clip > 0, "--clip " + clip + ": must be above 0");
    require(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "--weight-decay " + weightDecay + ": must be 0 or more");
    require(
        weightDecay == 0 || optimizer == OptimizerKind.ADAM,
        "--weight-decay " + weightDecay + ": is for --optimizer adam; leave it out");
    require(
        entropyWeight >= 0 && Double.isFinite(entropyWeight),
        "--entropy-weight " + entropyWeight + ": must be 0 or more");
    require(
        patience == null || patience >= 1, "--patience " + patience + ": must be 1 or more epochs");
  }

  /** The same settings for another goal. */
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

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new BadSettingException(otherwise);
    }
  }
}
