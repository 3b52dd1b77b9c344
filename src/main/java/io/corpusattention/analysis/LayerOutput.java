package io.corpusattention.analysis;

import io.corpusattention.attention.Matrix;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;

/**
 * What a layer does with its context vectors: W_o, packed head by head, and the residual connection
 * and LayerNorm that may follow.
 *
 * @param columns d_out
 * @param stride the number of floats from one row of a product to the next
 * @param panels for each head, its rows of W_o, [d_v, d_out]
 * @param gamma the factors of the LayerNorm after x + context · W_o, [d_out], or null if there is
 *     none
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
public record LayerOutput(int columns, int stride, float[][] panels, float[] gamma) {
  /**
   * Packs W_o.
   *
   * @param output W_o, [heads · d_v, d_out]
   */
  public static LayerOutput of(
      Matrix output, int heads, int valueWidth, float[] gamma, Kernel kernel) {
    int width = kernel.panelWidth();
    float[] values = output.values();
    float[][] panels = new float[heads][];
    for (int head = 0; head < heads; head++) {
      panels[head] = new float[Panels.size(valueWidth, output.columns(), width)];
      Panels.pack(
          values,
          head * valueWidth * output.columns(),
          output.columns(),
          valueWidth,
          output.columns(),
          width,
          panels[head],
          0);
    }
    return new LayerOutput(
        output.columns(), Panels.roundUp(output.columns(), width), panels, gamma);
  }
}
