package io.corpusattention.attention;

import io.corpusattention.math.Linear;
import java.io.Serializable;
import java.util.List;

/**
 * Weights laid out for a kernel.
 *
 * @param queries W_q if queries come from elsewhere, or null
 * @param tokens W_q, W_k and W_v, or only W_k and W_v if queries come from elsewhere
 */
record Projections(Linear queries, Linear tokens) implements Serializable {

  static Projections pack(ProjectionWeights weights, int panelWidth, boolean self) {
    Part query = new Part(weights.query(), weights.queryBias());
    Part key = new Part(weights.key(), weights.keyBias());
    Part value = new Part(weights.value(), weights.valueBias());
    return self
        ? new Projections(null, pack(panelWidth, List.of(query, key, value)))
        : new Projections(pack(panelWidth, List.of(query)), pack(panelWidth, List.of(key, value)));
  }

  /** Returns the panel width of the kernel for which the weights are laid out. */
  int panelWidth() {
    return tokens.panelWidth();
  }

  boolean self() {
    return queries == null;
  }

  /** A matrix [d_in, columns] and its bias, or null for no bias. */
  private record Part(Matrix matrix, float[] bias) {}

  /** Puts matrices side by side, so that one product projects a batch with all of them. */
  private static Linear pack(int panelWidth, List<Part> parts) {
    int inputWidth = parts.get(0).matrix().rows();
    int columns = parts.stream().mapToInt(part -> part.matrix().columns()).sum();
    boolean biased = parts.stream().anyMatch(part -> part.bias() != null);
    float[] joined = new float[Math.multiplyExact(inputWidth, columns)]; // [inputWidth, columns]
    float[] bias = biased ? new float[columns] : null;
    int at = 0;
    for (Part part : parts) {
      int width = part.matrix().columns();
      float[] values = part.matrix().values();
      for (int row = 0; row < inputWidth; row++) {
        System.arraycopy(values, row * width, joined, row * columns + at, width);
      }
      if (part.bias() != null) {
        System.arraycopy(part.bias(), 0, bias, at, width);
      }
      at += width;
    }
    return Linear.pack(joined, inputWidth, columns, bias, panelWidth);
  }
}
