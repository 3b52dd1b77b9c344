package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.math.Kernels;
import io.corpusattention.training.ParameterLayout.Slice;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests the single vector of all parameters. */
class ParameterLayoutTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(Layers.shape(6, 4, 2, 3, 5), true, true, 2);

  @Test
  void matricesLieSideBySideWithoutGaps() {
    assertThat(LAYOUT.slices())
        .containsExactly(
            new Slice("W_q", 0, 6, 12),
            new Slice("W_k", 72, 6, 6),
            new Slice("W_v", 108, 6, 10),
            new Slice("b_q", 168, 1, 12),
            new Slice("b_k", 180, 1, 6),
            new Slice("b_v", 186, 1, 10),
            new Slice("W_o", 196, 20, 6),
            new Slice("W_class", 316, 20, 2),
            new Slice("b_class", 356, 1, 2));
    assertThat(LAYOUT.size()).isEqualTo(358);
  }

  @Test
  void projectionsAreCopiesOfTheirSlices() {
    float[] parameters = Layers.parameters(1, LAYOUT);
    ProjectionWeights weights = LAYOUT.projections("random", parameters);
    assertThat(weights.value().values()).containsExactly(Arrays.copyOfRange(parameters, 108, 168));
    assertThat(weights.keyBias()).containsExactly(Arrays.copyOfRange(parameters, 180, 186));
  }

  @Test
  void contextVectorsThatDoNotCompareWithEmbeddingsNeedOutputWeights() {
    ParameterLayout layout = new ParameterLayout(LAYOUT.shape(), true, false, 0);
    assertThatThrownBy(
            () ->
                new MaskedObjective(
                    layout,
                    Layers.config(4, 2, new Mask.None(), new Alignment.Soft()),
                    1,
                    0,
                    Kernels.get()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("width 20")
        .hasMessageContaining("width 6");
  }
}
