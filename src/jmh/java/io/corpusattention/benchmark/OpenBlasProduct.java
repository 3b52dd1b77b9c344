package io.corpusattention.benchmark;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** OpenBLAS on one thread, with all matrices outside the heap, where it need not copy them. */
final class OpenBlasProduct implements Product {
  private final int m;
  private final int k;
  private final int n;
  private final FloatPointer a;
  private final FloatPointer b;
  private final FloatPointer c;

  OpenBlasProduct(int m, int k, int n, float[] a, float[] b) {
    openblas.blas_set_num_threads(1);
    this.m = m;
    this.k = k;
    this.n = n;
    this.a = new FloatPointer(a);
    this.b = new FloatPointer(b);
    this.c = new FloatPointer((long) m * n);
  }

  @Override
  public void multiply() {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        m,
        n,
        k,
        1f,
        a,
        k,
        b,
        n,
        0f,
        c,
        n);
  }

  @Override
  public float[] result() {
    float[] copy = new float[m * n];
    c.get(copy);
    return copy;
  }

  @Override
  public int stride() {
    return n;
  }

  @Override
  public void close() {
    a.close();
    b.close();
    c.close();
  }
}
