package io.corpusattention.benchmark;

import java.util.List;

/**
 * What is told of a whole model that was measured.
 *
 * @param layers of the model
 * @param innerWidth d_ff
 * @param operationsPerToken floating-point operations of all layers' products with weights
 * @param cores that computed at once
 * @param kernelGigaflops of a core, of these products alone, measured after each run
 */
public record ModelFigures(
    int layers,
    int innerWidth,
    double operationsPerToken,
    int cores,
    List<Double> kernelGigaflops) {
  /** The median; of two, the smaller. */
  public double kernel() {
    List<Double> sorted = kernelGigaflops.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
