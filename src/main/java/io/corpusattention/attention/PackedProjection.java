package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;

/**
 * W_q, W_k and W_v side by side in panels, so that one product projects a batch to Q, K and V.
 *
 * @param panelWidth of the kernel it is packed for
 * @param inputWidth d_model
 * @param columns of Q, K and V together
 * @param panels [d_model, columns]
 * @param bias [columns], or null where there is none
 */
record PackedProjection(int panelWidth, int inputWidth, int columns, float[] panels, float[] bias) {

  static PackedProjection pack(ProjectionWeights weights, int panelWidth) {
    Matrix[] matrices = {weights.query(), weights.key(), weights.value()};
    float[][] biases = {weights.queryBias(), weights.keyBias(), weights.valueBias()};
    int inputWidth = matrices[0].rows();
    int columns = 0;
    boolean biased = false;
    for (int i = 0; i < matrices.length; i++) {
      columns += matrices[i].columns();
      biased |= biases[i] != null;
    }
    float[] joined = new float[Math.multiplyExact(inputWidth, columns)]; // [d_model, columns]
    float[] bias = biased ? new float[columns] : null;
    int at = 0;
    for (int i = 0; i < matrices.length; i++) {
      int width = matrices[i].columns();
      for (int row = 0; row < inputWidth; row++) {
        System.arraycopy(matrices[i].values(), row * width, joined, row * columns + at, width);
      }
      if (biases[i] != null) {
        System.arraycopy(biases[i], 0, bias, at, width);
      }
      at += width;
    }
    float[] panels = new float[Panels.size(inputWidth, columns, panelWidth)];
    Panels.pack(joined, 0, columns, inputWidth, columns, panelWidth, panels, 0);
    return new PackedProjection(panelWidth, inputWidth, columns, panels, bias);
  }

  /** Floats from one token's projection to the next. */
  int stride() {
    return Panels.roundUp(columns, panelWidth);
  }

  /**
   * Projects tokens.
   *
   * @param x [tokens, d_model]
   * @param projected receives [tokens, stride]: Q, K and V side by side
   */
  void project(Kernel kernel, float[] x, int tokens, float[] projected) {
    int stride = stride();
    kernel.multiply(tokens, inputWidth, columns, x, 0, inputWidth, panels, 0, projected, 0, stride);
    if (bias != null) {
      for (int token = 0; token < tokens; token++) {
        for (int column = 0; column < columns; column++) {
          projected[token * stride + column] += bias[column];
        }
      }
    }
  }
}
