package io.corpusattention.attention;

import io.corpusattention.attention.PackedProjection.Part;
import java.util.List;

/**
 * Weights laid out for a kernel.
 *
 * @param panelWidth of that kernel
 * @param queries W_q, where queries come from elsewhere; else null
 * @param tokens W_q, W_k and W_v, or W_k and W_v alone where queries come from elsewhere
 */
record Projections(int panelWidth, PackedProjection queries, PackedProjection tokens) {

  static Projections pack(ProjectionWeights weights, int panelWidth, boolean self) {
    Part query = new Part(weights.query(), weights.queryBias());
    Part key = new Part(weights.key(), weights.keyBias());
    Part value = new Part(weights.value(), weights.valueBias());
    return self
        ? new Projections(
            panelWidth, null, PackedProjection.pack(panelWidth, List.of(query, key, value)))
        : new Projections(
            panelWidth,
            PackedProjection.pack(panelWidth, List.of(query)),
            PackedProjection.pack(panelWidth, List.of(key, value)));
  }

  boolean self() {
    return queries == null;
  }
}
