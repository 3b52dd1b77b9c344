package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Mask;
import io.corpusattention.math.Kernels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Tests REINFORCE: averaged over all possible draws, the gradient of a draw is the gradient of the
 * expected loss.
 */
class DrawnKeysTest {
  private static final double EXPECTATION = 1e-6;
  private static final double TEMPERATURE = 1.3;
  private static final double BASELINE = 0.9;
  private static final double ENTROPY_WEIGHT = 0.25;
  private static final int MODEL = 4;
  private static final int MAX_SENTENCES = 1 << 20;

  /** The results for the key of a sentence: the drawn keys, [m, heads], and the gradient. */
  private record Drawn(int[] keys, double[] gradient) {}

  private static AttentionConfig sampling(int heads, int kvHeads, Mask mask) {
    return Layers.config(heads, kvHeads, mask, new Alignment.Sample(7, 1));
  }

  /**
   * Returns one draw for each combination of keys with a positive probability. Tries one sentence
   * after another until all combinations were drawn.
   */
  private static Map<String, Drawn> allDraws(int combinations, LongFunction<Drawn> draw) {
    Map<String, Drawn> found = new HashMap<>();
    for (long key = 0; key < MAX_SENTENCES && found.size() < combinations; key++) {
      Drawn drawn = draw.apply(key);
      found.putIfAbsent(Arrays.toString(drawn.keys()), drawn);
    }
    assertThat(found).hasSize(combinations);
    return found;
  }

  /** Returns the one-hot distributions of draws, [heads][n][n]. Inactive queries have none. */
  private static double[][][] oneHot(int[] keys, int heads, int[] queries, int n) {
    double[][][] a = new double[heads][n][n];
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < queries.length; i++) {
        a[head][queries[i]][keys[i * heads + head]] = 1;
      }
    }
    return a;
  }

  private static double probability(double[][][] p, int[] keys, int[] queries) {
    double probability = 1;
    for (int head = 0; head < p.length; head++) {
      for (int i = 0; i < queries.length; i++) {
        probability *= p[head][queries[i]][keys[i * p.length + head]];
      }
    }
    return probability;
  }

  private static double entropy(double[][][] p, int[] queries) {
    double entropy = 0;
    for (double[][] head : p) {
      for (int query : queries) {
        for (double weight : head[query]) {
          entropy -= weight > 0 ? weight * Math.log(weight) : 0;
        }
      }
    }
    return entropy;
  }

  private static void assertExpectation(
      ParameterLayout layout,
      float[] parameters,
      Map<String, Drawn> draws,
      double[][][] p,
      int[] queries,
      ToDoubleFunction<double[]> expectedLoss) {
    double[] mean = new double[layout.size()];
    double total = 0;
    for (Drawn drawn : draws.values()) {
      double probability = probability(p, drawn.keys(), queries);
      total += probability;
      for (int i = 0; i < mean.length; i++) {
        mean[i] += probability * drawn.gradient()[i];
      }
    }
    assertThat(Math.abs(total - 1)).isLessThan(1e-12);
    double[] exact = Layers.differences(parameters, expectedLoss);
    for (int i = 0; i < mean.length; i++) {
      assertThat(Math.abs(mean[i] - exact[i]))
          .as("parameter %d: %s, not %s", i, mean[i], exact[i])
          .isLessThan(EXPECTATION);
    }
  }

  private static void checkMasked(
      ParameterLayout layout, Mask mask, double entropyWeight, int combinations, int... hidden) {
    int n = 3;
    int heads = layout.shape().heads();
    AttentionConfig config = sampling(heads, layout.shape().kvHeads(), mask);
    float[] parameters = Layers.parameters(4, layout);
    MaskedObjective objective =
        new MaskedObjective(layout, config, TEMPERATURE, entropyWeight, Kernels.get());
    objective.load(parameters);
    MaskedSentence base = Layers.masked(11, n, MODEL, 2, true, hidden);
    Map<String, Drawn> draws =
        allDraws(
            combinations,
            key -> {
              TrainingSums sums = new TrainingSums(layout.size());
              MaskedSentence sentence =
                  new MaskedSentence(
                      key,
                      n,
                      base.embeddings(),
                      base.positions(),
                      hidden,
                      base.words(),
                      base.negatives());
              assertThat(objective.add(sentence, BASELINE, sums)).isTrue();
              int[] keys = Arrays.copyOf(objective.layer().drawn, heads * hidden.length);
              return new Drawn(keys, sums.meanGradient());
            });
    DoubleReference reference = new DoubleReference(layout, config);
    ToDoubleFunction<double[]> expectedLoss =
        at -> {
          double[][][] p = reference.distributions(at, reference.input(base));
          double loss = -entropyWeight * entropy(p, hidden);
          for (Drawn drawn : draws.values()) {
            double[][][] a = oneHot(drawn.keys(), heads, hidden, n);
            double probability = probability(p, drawn.keys(), hidden);
            for (int i = 0; i < hidden.length; i++) {
              loss += probability * reference.loss(at, base, TEMPERATURE, a, i);
            }
          }
          return loss / hidden.length;
        };
    double[][][] p = reference.distributions(Layers.doubles(parameters), reference.input(base));
    assertExpectation(layout, parameters, draws, p, hidden, expectedLoss);
  }

  @Test
  void theExpectedGradientOfHiddenTokensIsThatOfTheExpectedLoss() {
    ParameterLayout one = new ParameterLayout(Layers.shape(MODEL, 1, 1, 3, 4), false, false, 0);
    checkMasked(one, new Mask.None(), 0, 9, 0, 2);
    ParameterLayout two = new ParameterLayout(Layers.shape(MODEL, 2, 2, 2, 3), true, true, 0);
    checkMasked(two, new Mask.None(), 0, 81, 0, 2);
  }

  @Test
  void soItIsWithEntropyGroupedHeadsAndAMask() {
    ParameterLayout layout = new ParameterLayout(Layers.shape(MODEL, 2, 1, 2, 3), true, true, 0);
    checkMasked(layout, new Mask.Causal(), ENTROPY_WEIGHT, 4 * 9, 1, 2);
  }

  @Test
  void theExpectedGradientOfClassesIsThatOfTheExpectedLoss() {
    ParameterLayout layout = new ParameterLayout(Layers.shape(MODEL, 2, 1, 2, 3), true, false, 3);
    int n = 2;
    int[] all = {0, 1};
    AttentionConfig config = sampling(2, 1, new Mask.None());
    float[] parameters = Layers.parameters(6, layout);
    ClassifyObjective objective =
        new ClassifyObjective(layout, config, ENTROPY_WEIGHT, Kernels.get());
    objective.load(parameters);
    LabelledSentence base = Layers.labelled(21, n, MODEL, 2);
    Map<String, Drawn> draws =
        allDraws(
            16,
            key -> {
              TrainingSums sums = new TrainingSums(layout.size());
              LabelledSentence sentence = new LabelledSentence(key, n, base.embeddings(), 2);
              assertThat(objective.add(sentence, BASELINE, sums)).isTrue();
              return new Drawn(Arrays.copyOf(objective.layer().drawn, 4), sums.meanGradient());
            });
    DoubleReference reference = new DoubleReference(layout, config);
    ToDoubleFunction<double[]> expectedLoss =
        at -> {
          double[][][] p = reference.distributions(at, reference.input(base));
          double loss = -ENTROPY_WEIGHT * entropy(p, all);
          for (Drawn drawn : draws.values()) {
            double[][][] a = oneHot(drawn.keys(), 2, all, n);
            loss += probability(p, drawn.keys(), all) * reference.loss(at, base, a);
          }
          return loss;
        };
    double[][][] p = reference.distributions(Layers.doubles(parameters), reference.input(base));
    assertExpectation(layout, parameters, draws, p, all, expectedLoss);
  }

  @Test
  void anAlignmentWithoutAGradientIsRefused() {
    ParameterLayout layout = new ParameterLayout(Layers.shape(MODEL, 1, 1, 4, 4), false, false, 0);
    for (Alignment alignment : new Alignment[] {new Alignment.Hard(), new Alignment.Sample(1, 2)}) {
      AttentionConfig config = Layers.config(1, 1, new Mask.None(), alignment);
      assertThatThrownBy(() -> new MaskedObjective(layout, config, 1, 0, Kernels.get()))
          .isInstanceOf(BadSettingException.class);
    }
  }
}
