package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.training.ParameterLayout.Slice;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Creates small layers and sentences of random numbers, and the values to compare their gradients
 * with.
 */
final class Layers {
  private static final double STEP = 1e-4;

  private Layers() {}

  static AttentionConfig config(int heads, int kvHeads, Mask mask, Alignment alignment) {
    return new AttentionConfig(
        heads,
        kvHeads,
        mask,
        null,
        1,
        alignment,
        new AttentionOutput.Full(),
        ContextOutput.TOKENS,
        8 << 20);
  }

  static AttentionShape shape(int model, int heads, int kvHeads, int keyWidth, int valueWidth) {
    return new AttentionShape(model, model, heads, kvHeads, keyWidth, valueWidth);
  }

  static float[] random(long seed, int count, double size) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * size);
    }
    return values;
  }

  static float[] parameters(long seed, ParameterLayout layout) {
    return random(seed, layout.size(), 0.5);
  }

  static MaskedSentence masked(
      long key, int n, int model, int others, boolean positioned, int... hidden) {
    return new MaskedSentence(
        key,
        n,
        random(key, n * model, 1),
        positioned ? random(key + 1, n * model, 0.5) : null,
        hidden,
        random(key + 2, hidden.length * others * model, 1),
        IntStream.range(0, hidden.length * others).toArray());
  }

  static LabelledSentence labelled(long key, int n, int model, int label) {
    return new LabelledSentence(key, n, random(key, n * model, 1), label);
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /**
   * Returns fourth-order central differences. Their error is about 1e-11 for functions as smooth as
   * losses.
   */
  static double[] differences(float[] parameters, ToDoubleFunction<double[]> loss) {
    double[] at = doubles(parameters);
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] losses = new double[4];
      int[] steps = {-2, -1, 1, 2};
      for (int s = 0; s < steps.length; s++) {
        at[i] = parameters[i] + steps[s] * STEP;
        losses[s] = loss.applyAsDouble(at);
      }
      at[i] = parameters[i];
      gradient[i] = (8 * (losses[2] - losses[1]) - (losses[3] - losses[0])) / (12 * STEP);
    }
    return gradient;
  }

  /** Fails if a number is off by more than the tolerance times the largest number of its matrix. */
  static void assertClose(
      double[] actual, double[] expected, ParameterLayout layout, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected).hasSize(layout.size());
    for (Slice slice : layout.slices()) {
      double largest = 0;
      for (int i = slice.offset(); i < slice.end(); i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
      }
      // b_k shifts the scores of all keys equally, so its gradient is 0 except for rounding.
      double allowed = largest < 1e-7 ? 1e-6 : tolerance * largest;
      for (int i = slice.offset(); i < slice.end(); i++) {
        assertThat(Math.abs(actual[i] - expected[i]))
            .as("%s[%d]: %s, not %s", slice.name(), i - slice.offset(), actual[i], expected[i])
            .isLessThanOrEqualTo(allowed);
      }
    }
  }
}
