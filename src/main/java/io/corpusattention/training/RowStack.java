package io.corpusattention.training;

import io.corpusattention.training.Products.View;

/** Rows of several sentences, one below the other. */
final class RowStack {
  private final int width;
  private float[] values = {};
  private int rows;

  RowStack(int width) {
    this.width = width;
  }

  /** Puts rows below those that are there. */
  void append(float[] from, int count) {
    int length = Math.multiplyExact(Math.addExact(rows, count), width);
    if (values.length < length) {
      float[] larger = new float[Math.max(length, (int) Math.min(2L * values.length, 1 << 30))];
      System.arraycopy(values, 0, larger, 0, rows * width);
      values = larger;
    }
    System.arraycopy(from, 0, values, rows * width, count * width);
    rows += count;
  }

  void clear() {
    rows = 0;
  }

  int rows() {
    return rows;
  }

  /** [rows, width] */
  View view() {
    return new View(values, 0, width);
  }

  /** [rows, width - column], from a column on. */
  View view(int column) {
    return new View(values, column, width);
  }
}
