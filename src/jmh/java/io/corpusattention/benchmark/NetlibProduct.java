package io.corpusattention.benchmark;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/** What Spark's MLlib multiplies with where no native library is installed. */
final class NetlibProduct implements Product {
  private final BLAS blas = JavaBLAS.getInstance();
  private final int m;
  private final int k;
  private final int n;
  private final float[] a;
  private final float[] b;
  private final float[] c;

  NetlibProduct(int m, int k, int n, float[] a, float[] b) {
    if (!blas.getClass().getSimpleName().equals("VectorBLAS")) {
      throw new IllegalStateException("netlib gives " + blas.getClass() + " and not VectorBLAS");
    }
    this.m = m;
    this.k = k;
    this.n = n;
    this.a = a;
    this.b = b;
    this.c = new float[m * n];
  }

  @Override
  public void multiply() {
    // It reads matrices by columns, and so sees the transposes: Cᵀ = Bᵀ · Aᵀ.
    blas.sgemm("N", "N", n, m, k, 1f, b, n, a, k, 0f, c, n);
  }

  @Override
  public float[] result() {
    return c;
  }

  @Override
  public int stride() {
    return n;
  }
}
