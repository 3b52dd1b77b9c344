package io.corpusattention.math;

import java.io.Serializable;

/**
 * A matrix packed for a kernel, with a bias: y = x · W + b.
 *
 * @param inputWidth the width of x, and the number of rows of W
 * @param columns the number of columns of W
 * @param panelWidth the panel width of the kernel
 * @param stride the number of floats from one row of y to the next: whole panels
 * @param panels W, [inputWidth, columns], as {@link Panels} packs it
 * @param bias b, at least [columns], or null if there is none
 */
public record Linear(
    int inputWidth, int columns, int panelWidth, int stride, float[] panels, float[] bias)
    implements Serializable {
  /**
   * Packs a matrix.
   *
   * @param matrix [inputWidth, columns], row-major
   */
  public static Linear pack(
      float[] matrix, int inputWidth, int columns, float[] bias, int panelWidth) {
    float[] panels = new float[Panels.size(inputWidth, columns, panelWidth)];
    Panels.pack(matrix, 0, columns, inputWidth, columns, panelWidth, panels, 0);
    int stride = Panels.roundUp(columns, panelWidth);
    return new Linear(inputWidth, columns, panelWidth, stride, panels, bias);
  }

  /** Returns the columns in [from, to) of W: [inputWidth, to - from], row-major. */
  public float[] columns(int from, int to) {
    return Panels.unpack(panels, inputWidth, from, to, panelWidth);
  }

  /** Returns the first columns of W. Rows of y are as far apart as with all columns. */
  public Linear first(int count) {
    return new Linear(inputWidth, count, panelWidth, stride, panels, bias);
  }

  /** Returns the maximum number of rows whose x and y fit into Java arrays. */
  public int maxRows() {
    return (Integer.MAX_VALUE - 64) / Math.max(inputWidth, stride) - 64;
  }

  /**
   * Computes f(y), where f is an activation, or null for none.
   *
   * @param x the array with x, [rows, inputWidth], from xOffset, with rows xStride apart
   * @param y receives [rows, stride]; the values after the columns of a row have no meaning
   */
  public void apply(
      Kernel kernel, float[] x, int xOffset, int xStride, int rows, Activation f, float[] y) {
    for (int row = 0; row < rows; row += Kernel.ROW_BLOCK) {
      int count = Math.min(Kernel.ROW_BLOCK, rows - row);
      kernel.dense(this, count, x, xOffset + row * xStride, xStride, f, y, row * stride);
    }
  }
}
