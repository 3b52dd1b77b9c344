package io.corpusattention.benchmark;

import java.util.List;

/**
 * What was measured on one workload.
 *
 * @param tokens of the corpus
 * @param operations floating-point operations of a run: products, scores and context vectors, and
 *     where it trains, what leads from these to the gradient; of a whole model only products with
 *     weights
 * @param bytesRead of the corpus's files
 * @param reading null where each run reads the corpus
 * @param model null where none is measured
 * @param warm runs in this process, in their order
 * @param cold the run in a process of its own, or null
 * @param peer runs of the peer, in their order; none where there is no peer
 */
public record BenchmarkResult(
    Workload workload,
    long tokens,
    double operations,
    long bytesRead,
    BenchmarkReading reading,
    ModelFigures model,
    List<BenchmarkRun> warm,
    BenchmarkRun cold,
    List<BenchmarkRun> peer) {
  public double tokensPerSecond(BenchmarkRun run) {
    return tokens / run.seconds();
  }

  public double gigaflops(BenchmarkRun run) {
    return operations / run.seconds() / 1e9;
  }

  /** Gigaflops of a core, of a whole model. */
  public double gigaflopsOfCore(BenchmarkRun run) {
    return gigaflops(run) / model.cores();
  }

  /** Gigaflops of a core while it computes the layers of a whole model. */
  public double gigaflopsOfLayers(BenchmarkRun run) {
    return operations / run.times().layers();
  }

  /** The share of the kernel's speed that a whole model keeps, by the medians. */
  public double shareOfKernel() {
    return gigaflopsOfCore(BenchmarkRun.median(warm)) / model.kernel();
  }

  /** Megabytes of the corpus a second. */
  public double megabytesRead(BenchmarkRun run) {
    return bytesRead / run.seconds() / 1e6;
  }

  /** Megabytes of the table a second. */
  public double megabytesWritten(BenchmarkRun run) {
    return run.bytesWritten() / run.seconds() / 1e6;
  }

  /** Our tokens a second to the peer's, by the medians. */
  public double ratio() {
    return BenchmarkRun.median(peer).seconds() / BenchmarkRun.median(warm).seconds();
  }
}
