package io.corpusattention.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Mask;
import io.corpusattention.training.ParameterLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is learnt depends on sentences, settings and seed alone. */
class LearnerTest {
  private static final int EPOCHS = 2;
  private static final Goal MASKED = new Goal.Masked(0.3, 4, true);
  private static final Goal CLASSES = new Goal.Classify(List.of("even", "odd"));

  private static LearningSettings settings(Goal goal, Alignment alignment, int batch) {
    return new LearningSettings(
        goal,
        LearningSettings.attention(2, 1, new Mask.None(), null, alignment),
        LearningSettings.SEED,
        EPOCHS,
        batch,
        OptimizerKind.ADAM,
        0.01,
        LearningSettings.WARM_UP,
        LearningSettings.CLIP,
        0,
        LearningSettings.ENTROPY_WEIGHT,
        null);
  }

  static List<LearningSettings> settings() {
    List<LearningSettings> all = new ArrayList<>();
    for (Goal goal : List.of(MASKED, CLASSES)) {
      all.add(settings(goal, new Alignment.Soft(), 40));
      all.add(settings(goal, new Alignment.Sample(0, 1), 40));
    }
    return all;
  }

  private static Shards shards(LearningSettings settings, int partitions) {
    return Shards.of(
        Sentences.spread(Sentences.many(150), partitions, partitions),
        partitions,
        settings.batch(),
        new HeldOut(HeldOut.SHARE, settings.seed()));
  }

  private static Learner learner(Shards shards, LearningSettings settings) {
    int width = Sentences.WIDTH;
    AttentionShape shape = new AttentionShape(width, width, 2, 1, width / 2, width / 2);
    int classes = settings.goal() == CLASSES ? 2 : 0;
    return new Learner(shards, new ParameterLayout(shape, false, false, classes), settings);
  }

  /** The states after each epoch, from one on. */
  private static List<LearningState> states(
      LearningSettings settings, int partitions, LearningState from) {
    List<LearningState> states = new ArrayList<>();
    try (Shards shards = shards(settings, partitions);
        Learner learner = learner(shards, settings)) {
      learner.run(
          from == null ? learner.start() : from,
          new Learner.Listener() {
            @Override
            public void epoch(LearningState state) {
              states.add(state);
            }
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return states;
  }

  private static void assertSame(LearningState actual, LearningState expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("curve.seconds", "curve.tokensPerSecond")
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void anyPartitionsAndShardsGiveTheSameBits(LearningSettings settings) {
    LearningState expected = states(settings, 1, null).get(EPOCHS - 1);
    assertThat(expected.curve()).hasSize(EPOCHS).allMatch(figures -> figures.heldOutLoss() > 0);
    assertSame(states(settings, 5, null).get(EPOCHS - 1), expected);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aTrainingThatGoesOnAfterAnEpochEndsAsOneWithoutAStop(LearningSettings settings) {
    List<LearningState> whole = states(settings, 2, null);
    List<LearningState> rest = states(settings, 4, whole.get(0));
    assertThat(rest).hasSize(EPOCHS - 1);
    assertSame(rest.get(EPOCHS - 2), whole.get(EPOCHS - 1));
  }

  @Test
  void moreSentencesAStepThanThereAreAreRefused() {
    LearningSettings settings = settings(MASKED, new Alignment.Soft(), 1000);
    try (Shards shards = shards(settings, 2)) {
      assertThatThrownBy(() -> learner(shards, settings))
          .isInstanceOf(BadSettingException.class)
          .hasMessageStartingWith("batch 1000: is more than the " + shards.counts().sentences());
    }
  }

  @Test
  void theBestKeyAloneCannotBeLearnt() {
    assertThatThrownBy(() -> settings(MASKED, new Alignment.Hard(), 20))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("alignment hard: the best key alone has no gradient");
  }
}
