package io.corpusattention.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Mask;
import io.corpusattention.training.MaskedSentence;
import io.corpusattention.training.ParameterLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that what is learned depends only on the sentences, the settings and the seed. */
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

  /**
   * Returns the states after each epoch of a training that continues from a state; null to start
   * anew.
   */
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
  void theMeanOfTheOtherTokensIsMeasuredByTheSameLossInAnyPartitions() {
    LearningSettings settings = settings(MASKED, new Alignment.Soft(), 40);
    MeanFigures found = figuresOfMean(settings, 1);
    assertThat(figuresOfMean(settings, 5)).isEqualTo(found);
    List<Double> losses = new ArrayList<>();
    int right = 0;
    try (Shards shards = shards(settings, 1);
        Learner learner = learner(shards, settings)) {
      Layer layer = new Layer(learner.layout(), settings.attention());
      Vocabulary vocabulary = Vocabulary.of(shards, Sentences.WIDTH);
      MaskedSentences sentences =
          new MaskedSentences(layer, settings.seed(), (Goal.Masked) MASKED, vocabulary);
      for (TrainingSentence sentence : shards.rdd().first().heldOut()) {
        MaskedSentence masked = sentences.of(sentence, 0);
        for (int i = 0; i < masked.hidden().length; i++) {
          double[] scores = scoresOfMean(masked, i);
          double sum = 0;
          boolean best = true;
          for (int k = 0; k < scores.length; k++) {
            sum += Math.exp(scores[k]);
            best &= k == 0 || scores[k] < scores[0];
          }
          losses.add(-Math.log(Math.exp(scores[0]) / sum));
          right += best ? 1 : 0;
        }
      }
    }
    assertThat(losses).hasSizeGreaterThan(10);
    double loss = losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(found.loss()).isCloseTo(loss, within(1e-6));
    assertThat(found.accuracy()).isEqualTo(right / (double) losses.size());
    assertThat(figuresOfMean(settings(CLASSES, new Alignment.Soft(), 40), 2)).isNull();
  }

  private static MeanFigures figuresOfMean(LearningSettings settings, int partitions) {
    try (Shards shards = shards(settings, partitions);
        Learner learner = learner(shards, settings)) {
      return learner.figuresOfMean();
    }
  }

  /**
   * Returns the scores of a hidden token's own embedding and of the other words, each with the mean
   * of the visible embeddings.
   */
  private static double[] scoresOfMean(MaskedSentence sentence, int i) {
    int width = Sentences.WIDTH;
    double[] mean = new double[width];
    int visible = sentence.tokens() - sentence.hidden().length;
    for (int token = 0; token < sentence.tokens(); token++) {
      int at = token;
      if (IntStream.of(sentence.hidden()).noneMatch(hidden -> hidden == at)) {
        for (int column = 0; column < width; column++) {
          mean[column] += sentence.embeddings()[token * width + column] / (double) visible;
        }
      }
    }
    int others = sentence.negatives().length / sentence.hidden().length;
    double[] scores = new double[1 + others];
    for (int column = 0; column < width; column++) {
      scores[0] += mean[column] * sentence.embeddings()[sentence.hidden()[i] * width + column];
      for (int k = 0; k < others; k++) {
        int word = sentence.negatives()[i * others + k];
        scores[1 + k] += mean[column] * sentence.words()[word * width + column];
      }
    }
    return scores;
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
