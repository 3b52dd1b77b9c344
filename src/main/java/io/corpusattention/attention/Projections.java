package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;
import java.util.List;

/**
 * Weights laid out for a kernel.
 *
 * @param panelWidth of that kernel
 * @param queries W_q, where queries come from elsewhere; else null
 * @param tokens W_q, W_k and W_v, or W_k and W_v alone where queries come from elsewhere
 */
record Projections(int panelWidth, Packed queries, Packed tokens) {

  static Projections pack(ProjectionWeights weights, int panelWidth, boolean self) {
    Packed.Part query = new Packed.Part(weights.query(), weights.queryBias());
    Packed.Part key = new Packed.Part(weights.key(), weights.keyBias());
    Packed.Part value = new Packed.Part(weights.value(), weights.valueBias());
    return self
        ? new Projections(panelWidth, null, Packed.pack(panelWidth, List.of(query, key, value)))
        : new Projections(
            panelWidth,
            Packed.pack(panelWidth, List.of(query)),
            Packed.pack(panelWidth, List.of(key, value)));
  }

  boolean self() {
    return queries == null;
  }

  /**
   * Some of W_q, W_k and W_v side by side in panels, so that one product projects a batch to all of
   * them.
   *
   * @param inputWidth of the embeddings
   * @param columns of all matrices together
   * @param stride floats from one token's projection to the next
   * @param panels [inputWidth, columns]
   * @param bias [columns], or null where there is none
   */
  record Packed(int inputWidth, int columns, int stride, float[] panels, float[] bias) {

    /** A matrix [inputWidth, columns] with its bias, or null for none. */
    record Part(Matrix matrix, float[] bias) {}

    static Packed pack(int panelWidth, List<Part> parts) {
      int inputWidth = parts.get(0).matrix().rows();
      int columns = parts.stream().mapToInt(part -> part.matrix().columns()).sum();
      boolean biased = parts.stream().anyMatch(part -> part.bias() != null);
      float[] joined = new float[Math.multiplyExact(inputWidth, columns)]; // [inputWidth, columns]
      float[] bias = biased ? new float[columns] : null;
      int at = 0;
      for (Part part : parts) {
        int width = part.matrix().columns();
        for (int row = 0; row < inputWidth; row++) {
          System.arraycopy(part.matrix().values(), row * width, joined, row * columns + at, width);
        }
        if (part.bias() != null) {
          System.arraycopy(part.bias(), 0, bias, at, width);
        }
        at += width;
      }
      float[] panels = new float[Panels.size(inputWidth, columns, panelWidth)];
      Panels.pack(joined, 0, columns, inputWidth, columns, panelWidth, panels, 0);
      int stride = Panels.roundUp(columns, panelWidth);
      return new Packed(inputWidth, columns, stride, panels, bias);
    }

    /** The longest sentence whose embeddings and projections fit the arrays of a Java machine. */
    int maxTokens() {
      return (Integer.MAX_VALUE - 64) / Math.max(inputWidth, stride) - 64;
    }

    /**
     * Projects tokens.
     *
     * @param x [tokens, inputWidth]
     * @param projected receives [tokens, stride]: the products side by side
     */
    void project(Kernel kernel, float[] x, int tokens, float[] projected) {
      kernel.multiply(
          tokens, inputWidth, columns, x, 0, inputWidth, panels, 0, projected, 0, stride);
      if (bias != null) {
        for (int token = 0; token < tokens; token++) {
          for (int column = 0; column < columns; column++) {
            projected[token * stride + column] += bias[column];
          }
        }
      }
    }
  }
}
