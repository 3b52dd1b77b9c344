package io.corpusattention.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The projection of so many tokens to Q, K and V: one product with W_q, W_k and W_v. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 12, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class ProjectionBenchmark {
  @Param public Workload workload;

  /** One short sentence, a fifth of a batch of the job, and a batch. */
  @Param({"24", "768", "4092"})
  public int tokens;

  @Param({"ours", "openblas", "netlib"})
  public String library;

  private Product product;

  @Setup(Level.Trial)
  public void setUp() {
    int k = workload.modelWidth;
    int n = workload.projectedWidth();
    float[] a = DoubleReference.random(1, tokens * k, 1);
    float[] b = DoubleReference.random(2, k * n, 1 / Math.sqrt(k));
    product = Product.of(library, tokens, k, n, a, b);
    product.multiply();
    double[] expected =
        DoubleReference.product(
            tokens,
            k,
            n,
            DoubleReference.columns(a, 0, k, tokens, k),
            DoubleReference.columns(b, 0, n, k, n));
    DoubleReference.requireClose(
        library, product.result(), 0, product.stride(), expected, 0, tokens, n);
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    product.close();
  }

  @Benchmark
  public void multiply() {
    product.multiply();
  }
}
