package io.corpusattention.benchmark;

import java.util.List;

/**
 * The figures of a whole model.
 *
 * @param layers the number of layers
 * @param innerWidth d_ff
 * @param operationsPerToken the floating-point operations of the products of all layers with their
 *     weights
 * @param cores the number of cores that computed at once
 * @param kernelGigaflops the gigaflops per core of only these products, measured after each run
 */
public record ModelFigures(
    int layers,
    int innerWidth,
    double operationsPerToken,
    int cores,
    List<Double> kernelGigaflops) {
  /** Returns the median gigaflops; with an even number, the smaller of the middle two. */
  public double kernel() {
    List<Double> sorted = kernelGigaflops.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
