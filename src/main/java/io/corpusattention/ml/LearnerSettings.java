package io.corpusattention.ml;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.OptimizerKind;
import java.util.List;
import java.util.Locale;

/** Params of the estimator as settings of a learner. */
final class LearnerSettings {
  private LearnerSettings() {}

  /**
   * The settings.
   *
   * @throws BadSettingException where one cannot be
   */
  static LearningSettings of(SelfAttention params) {
    Alignment alignment = Alignment.of(params.getAlignment());
    if (alignment instanceof Alignment.Hard) {
      throw new BadSettingException(
          "alignment hard: the best key alone has no gradient; learn with sample, and set hard on"
              + " the model");
    }
    if (params.getTemperature() != 1) {
      throw new BadSettingException(
          "temperature "
              + params.getTemperature()
              + ": weights are learnt with 1; set another on the model");
    }
    AttentionConfig attention =
        new AttentionConfig(
            params.getHeads(),
            params.getKvHeads(),
            Mask.of(params.getMask()),
            params.getScale(),
            1,
            alignment,
            new AttentionOutput.None(),
            ContextOutput.NONE,
            AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    boolean patient = params.isDefined(params.patience());
    return new LearningSettings(
        goal(params),
        attention,
        params.getSeed(),
        params.getEpochs(),
        params.getBatch(),
        OptimizerKind.valueOf(params.getOptimizer().toUpperCase(Locale.ROOT)),
        params.getLearningRate(),
        params.getWarmUp(),
        params.getClip(),
        params.getWeightDecay(),
        params.getEntropyWeight(),
        patient ? (Integer) params.getOrDefault(params.patience()) : null);
  }

  private static Goal goal(SelfAttention params) {
    boolean sinusoidal = params.getPositions().equals("sinusoidal");
    if (params.getObjective().equals("masked")) {
      return new Goal.Masked(params.getHiddenShare(), params.getNegatives(), sinusoidal);
    }
    if (sinusoidal && params.isSet(params.positions())) {
      throw new BadSettingException(
          "positions sinusoidal: are for objective masked; add them where the embeddings are made");
    }
    return new Goal.Classify(List.of());
  }
}
