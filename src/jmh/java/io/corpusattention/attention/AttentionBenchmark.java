package io.corpusattention.attention;

import io.corpusattention.benchmark.DoubleReference;
import io.corpusattention.benchmark.Workload;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.math.Panels;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A sentence's attention once it is projected: scores, softmax, context vectors, and the attention
 * each token receives.
 *
 * <p>It takes the steps that {@link AttentionStep} takes for a sentence, with the tiles it would
 * cut. It lies in this package to leave the projection out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 12, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class AttentionBenchmark {
  /** Sentences of so many tokens take turns, as in a batch, so that not one stays in the cache. */
  private static final int BATCH_TOKENS = 2048;

  @Param public Workload workload;

  @Param({"8", "24", "128", "512", "2048"})
  public int n;

  private AttentionShape shape;
  private AttentionConfig config;
  private ProjectedSentence sentence;
  private TileStep tiles;
  private int rows;
  private int stride;
  private float[] projected; // [BATCH_TOKENS, stride]
  private int next;

  @Setup(Level.Trial)
  public void setUp() {
    Kernel kernel = Kernels.get();
    int heads = workload.heads;
    int width = workload.headWidth;
    shape =
        new AttentionShape(workload.modelWidth, workload.modelWidth, heads, heads, width, width);
    config =
        new AttentionConfig(
            heads,
            heads,
            new Mask.None(),
            null,
            1,
            new Alignment.Soft(),
            new AttentionOutput.Full(),
            ContextOutput.TOKENS,
            AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    sentence = new ProjectedSentence(shape, kernel);
    tiles = new TileStep(shape, config, kernel, sentence);
    rows = RowLayout.of(shape, config, n).queriesPerTile(n, config.maxRowBytes());
    stride = Panels.roundUp(workload.projectedWidth(), kernel.panelWidth());
    projected = DoubleReference.random(3, BATCH_TOKENS * stride, 1);
    check();
  }

  @Benchmark
  public float attend() {
    take(next);
    next = next + 2 * n <= BATCH_TOKENS ? next + n : 0;
    if (rows < n && sentence.mayOverflow(config.factor(shape.keyWidth()))) {
      throw new IllegalStateException("the sentence would be computed twice");
    }
    float sum = 0;
    for (int query = 0; query < n; query += rows) {
      compute(query);
      sum += tiles.tile().context[0];
    }
    return sum;
  }

  private void take(int start) {
    sentence.numTokens = n;
    sentence.numQueries = n;
    sentence.queries = projected;
    sentence.queryStride = stride;
    sentence.queryBase = start * stride;
    sentence.tokens = projected;
    sentence.stride = stride;
    sentence.base = start * stride + shape.queryColumns();
    sentence.pack();
  }

  private void compute(int query) {
    String failure = tiles.compute(query, Math.min(rows, n - query));
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  /** Compares the first sentence with plain loops, head by head. */
  private void check() {
    take(0);
    int width = workload.headWidth;
    for (int head = 0; head < workload.heads; head++) {
      int query = head * width;
      int key = shape.queryColumns() + shape.keyColumn(head);
      int value = shape.queryColumns() + shape.valueColumn(head);
      double[] q = DoubleReference.columns(projected, query, stride, n, width);
      double[] k = DoubleReference.columns(projected, key, stride, n, width);
      double[] v = DoubleReference.columns(projected, value, stride, n, width);
      double[] weights =
          DoubleReference.product(n, width, n, q, DoubleReference.transposed(k, n, width));
      DoubleReference.softmax(weights, n, n, 1 / Math.sqrt(width));
      double[] context = DoubleReference.product(n, n, width, weights, v);
      for (int row = 0; row < n; row += rows) {
        compute(row);
        AttentionTile tile = tiles.tile();
        int queries = tile.numQueries();
        DoubleReference.requireClose(
            "attention", tile.attention, head * queries * n, n, weights, row * n, queries, n);
        DoubleReference.requireClose(
            "context",
            tile.context,
            head * width,
            shape.contextWidth(),
            context,
            row * width,
            queries,
            width);
      }
    }
  }
}
