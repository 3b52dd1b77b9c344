package io.corpusattention.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.math.Kernels;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.weights.XavierWeights;
import org.junit.jupiter.api.Test;

/** One vector of all parameters. */
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
  void projectionsComeBackAsTheyWerePut() {
    ProjectionWeights weights = LAYOUT.projections("random", Layers.parameters(1, LAYOUT));
    float[] parameters = new float[LAYOUT.size()];
    LAYOUT.put(weights, parameters);
    assertThat(LAYOUT.projections("random", parameters))
        .usingRecursiveComparison()
        .isEqualTo(weights);
  }

  @Test
  void aBiasThatIsLearntButNotGivenStartsFromZero() {
    ParameterLayout layout = new ParameterLayout(Layers.shape(6, 2, 2, 3, 3), true, false, 0);
    float[] parameters = Layers.parameters(1, layout);
    layout.put(XavierWeights.create(1, 6, 6, 2, 2, 3), parameters);
    assertThat(layout.projections("xavier", parameters).queryBias()).containsOnly(0f);
    assertThat(layout.projections("xavier", parameters).valueBias()).hasSize(6).containsOnly(0f);
  }

  @Test
  void aBiasThatWouldBeLostIsRefused() {
    ProjectionWeights weights = LAYOUT.projections("random", Layers.parameters(1, LAYOUT));
    ParameterLayout without = new ParameterLayout(LAYOUT.shape(), false, true, 2);
    assertThatThrownBy(() -> without.put(weights, new float[without.size()]))
        .isInstanceOf(IllegalArgumentException.class);
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
