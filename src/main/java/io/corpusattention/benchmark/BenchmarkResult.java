package io.corpusattention.benchmark;

import java.util.List;

/**
 * The measurements on one workload.
 *
 * @param tokens the number of tokens of the corpus
 * @param operations the floating-point operations of a run: products, scores and context vectors,
 *     and in training the backward pass; for a whole model, only products with weights
 * @param bytesRead the size of the corpus files
 * @param reading the time to read the corpus, or null if each run reads it
 * @param model the figures of a whole model, or null if none is measured
 * @param warm the runs in this process, in order
 * @param cold the run in a separate process, or null
 * @param peer the runs of the peer, in order; empty if there is no peer
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

  /** Returns the gigaflops per core of a whole model. */
  public double gigaflopsOfCore(BenchmarkRun run) {
    return gigaflops(run) / model.cores();
  }

  /** Returns the gigaflops per core during the computation of a whole model's layers. */
  public double gigaflopsOfLayers(BenchmarkRun run) {
    return operations / run.times().layers();
  }

  /** Returns the median speed of a whole model as a share of the kernel's median speed. */
  public double shareOfKernel() {
    return gigaflopsOfCore(BenchmarkRun.median(warm)) / model.kernel();
  }

  /** Returns the megabytes of the corpus read per second. */
  public double megabytesRead(BenchmarkRun run) {
    return bytesRead / run.seconds() / 1e6;
  }

  /** Returns the megabytes of the table written per second. */
  public double megabytesWritten(BenchmarkRun run) {
    return run.bytesWritten() / run.seconds() / 1e6;
  }

  /** Returns the ratio of our median tokens per second to the peer's. */
  public double ratio() {
    return BenchmarkRun.median(peer).seconds() / BenchmarkRun.median(warm).seconds();
  }
}
