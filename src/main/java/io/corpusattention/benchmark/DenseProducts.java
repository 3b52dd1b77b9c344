package io.corpusattention.benchmark;

import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.encoder.Block;
import io.corpusattention.encoder.EncoderLayer;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.math.Linear;
import io.corpusattention.weights.EncoderModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The products of a model's layers with their weights, and the speed of the kernel when it computes
 * only these.
 */
final class DenseProducts {
  /** The number of rows of a product: about the number of tokens of a batch. */
  private static final int ROWS = 768;

  private static final double SECONDS = 1;

  private final double operationsPerToken;
  private final List<Linear> ofLayer; // Q, K and V side by side; output; up; down

  private DenseProducts(double operationsPerToken, List<Linear> ofLayer) {
    this.operationsPerToken = operationsPerToken;
    this.ofLayer = ofLayer;
  }

  /**
   * Returns the products of all layers.
   *
   * @param hidden whether the last layer is computed beyond its attention; if not, its attention
   *     takes only Q and K
   */
  static DenseProducts of(EncoderModel model, boolean hidden) {
    EncoderLayer layer = model.layers().get(0);
    ProjectionWeights qkv = layer.attention();
    Block block = layer.block();
    List<Linear> products = new ArrayList<>();
    products.add(
        random(
            qkv.key().rows(), qkv.query().columns() + qkv.key().columns() + qkv.value().columns()));
    products.add(random(block.output().weight().rows(), block.output().weight().columns()));
    products.add(random(block.up().weight().rows(), block.up().weight().columns()));
    products.add(random(block.down().weight().rows(), block.down().weight().columns()));
    double all = products.stream().mapToDouble(DenseProducts::operations).sum();
    double needed = 2.0 * qkv.key().rows() * (qkv.query().columns() + qkv.key().columns());
    double perToken = all * model.layers().size() - (hidden ? 0 : all - needed);
    return new DenseProducts(perToken, products);
  }

  private static Linear random(int rows, int columns) {
    float[] values = SyntheticSentence.normals(1, rows * columns, 1 / Math.sqrt(rows));
    return Linear.pack(values, rows, columns, null, Kernels.get().panelWidth());
  }

  /** Returns the floating-point operations for one row. */
  private static double operations(Linear product) {
    return 2.0 * product.inputWidth() * product.columns();
  }

  /** Returns the floating-point operations of all products for one token. */
  double operationsPerToken() {
    return operationsPerToken;
  }

  /**
   * Measures the gigaflops per core while the given number of threads compute the four products of
   * a layer in turn, with {@value #ROWS} rows each. So each shape is weighted by its operations.
   */
  double kernelGigaflops(int threads) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Callable<Double> thread = this::gigaflops;
      double sum = 0;
      for (Future<Double> done : executor.invokeAll(Collections.nCopies(threads, thread))) {
        sum += done.get();
      }
      return sum / threads;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while products were measured", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdown();
    }
  }

  private double gigaflops() {
    Kernel kernel = Kernels.get();
    int widest = ofLayer.stream().mapToInt(Linear::inputWidth).max().orElseThrow();
    int stride = ofLayer.stream().mapToInt(Linear::stride).max().orElseThrow();
    float[] x = SyntheticSentence.normals(2, ROWS * widest, 1);
    float[] y = new float[ROWS * stride];
    double operations = 0;
    long start = System.nanoTime();
    long nanos;
    do {
      for (Linear product : ofLayer) {
        product.apply(kernel, x, 0, product.inputWidth(), ROWS, null, y);
        operations += ROWS * operations(product);
      }
      nanos = System.nanoTime() - start;
    } while (nanos < SECONDS * 1e9);
    return operations / nanos;
  }
}
