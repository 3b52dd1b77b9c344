package io.corpusattention.benchmark;

/**
 * Shapes of self-attention to measure with.
 *
 * <p>W1 is a BERT-base layer, W2 one head over word vectors.
 */
public enum Workload {
  W1(768, 12, 64),
  W2(100, 1, 100);

  /** d_model. */
  public final int modelWidth;

  public final int heads;

  /** d_k and d_v. */
  public final int headWidth;

  Workload(int modelWidth, int heads, int headWidth) {
    this.modelWidth = modelWidth;
    this.heads = heads;
    this.headWidth = headWidth;
  }

  /** Columns of W_q, W_k and W_v side by side. */
  public int projectedWidth() {
    return 3 * heads * headWidth;
  }

  /** Floating-point operations that project so many tokens. */
  public double projectionFlop(int tokens) {
    return 2.0 * tokens * modelWidth * projectedWidth();
  }

  /** Floating-point operations of the two products of a sentence: scores and context vectors. */
  public double attentionFlop(int n) {
    return 2.0 * heads * n * n * 2 * headWidth;
  }
}
