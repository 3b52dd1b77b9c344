package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.training.Products.View;

/**
 * Computes the gradients with respect to weights and biases, as sums over rows and over the query
 * heads of a key-value head. Takes the inputs of a product, and the gradient with respect to its
 * outputs.
 */
final class HeadSums {
  private final AttentionLayer layer;
  private final AttentionShape shape;
  private final Products products;

  // Scratch arrays, which grow as groups need.
  private float[] stackedLeft = {};
  private float[] stackedRight = {};

  HeadSums(AttentionLayer layer) {
    this.layer = layer;
    this.shape = layer.shape;
    this.products = layer.products;
  }

  /**
   * Computes the gradient with respect to a key-value head's columns of W_k or W_v: [d_model,
   * width] = Σ over its query heads of leftᵀ · right.
   *
   * @param left [rows, heads, modelStride]
   * @param right [rows, heads · width]
   */
  void ofHeads(int kvHead, int rows, float[] left, View right, int width, View to) {
    int model = shape.modelWidth();
    int group = shape.heads() / shape.kvHeads();
    if (group == 1) {
      View all = column(right, kvHead * width);
      products.transposedTimes(model, rows, width, layer.headRows(left, kvHead), all, to);
      return;
    }
    stackedLeft = grown(stackedLeft, Math.multiplyExact(group * rows, model));
    stackedRight = grown(stackedRight, Math.multiplyExact(group * rows, width));
    for (int h = 0; h < group; h++) {
      int head = kvHead * group + h;
      stack(layer.headRows(left, head), rows, model, h, stackedLeft);
      stack(column(right, head * width), rows, width, h, stackedRight);
    }
    View a = new View(stackedLeft, 0, model);
    View b = new View(stackedRight, 0, width);
    products.transposedTimes(model, group * rows, width, a, b, to);
  }

  /** Stacks a head's rows below those of the previous heads. */
  private static void stack(View rows, int count, int width, int h, float[] to) {
    for (int i = 0; i < count; i++) {
      int from = rows.offset() + i * rows.stride();
      System.arraycopy(rows.values(), from, to, (h * count + i) * width, width);
    }
  }

  /** Returns the columns of some rows, starting with the given column. */
  static View column(View rows, int column) {
    return new View(rows.values(), rows.offset() + column, rows.stride());
  }

  /** Computes the gradient with respect to a bias: the column sums of some rows. */
  static void bias(View rows, int count, Slice bias, float[] gradient) {
    for (int column = 0; column < bias.columns(); column++) {
      double sum = 0;
      for (int row = 0; row < count; row++) {
        sum += rows.values()[rows.offset() + row * rows.stride() + column];
      }
      gradient[bias.offset() + column] = (float) sum;
    }
  }

  /**
   * Computes the gradient with respect to a bias of key-value heads. Each gets the sums of its
   * query heads.
   */
  void biasOfHeads(View rows, int count, Slice bias, float[] gradient) {
    int width = shape.valueWidth();
    int group = shape.heads() / shape.kvHeads();
    for (int column = 0; column < bias.columns(); column++) {
      double sum = 0;
      for (int h = 0; h < group; h++) {
        int at = (column / width * group + h) * width + column % width;
        for (int row = 0; row < count; row++) {
          sum += rows.values()[rows.offset() + row * rows.stride() + at];
        }
      }
      gradient[bias.offset() + column] = (float) sum;
    }
  }
}
