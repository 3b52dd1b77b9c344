package io.corpusattention.benchmark;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.math.Panels;

/** As the job projects: B lies in panels beforehand, because weights are packed once. */
final class KernelProduct implements Product {
  private final Kernel kernel = Kernels.get();
  private final int m;
  private final int k;
  private final int n;
  private final int stride;
  private final float[] a;
  private final float[] panels;
  private final float[] c;

  KernelProduct(int m, int k, int n, float[] a, float[] b) {
    this.m = m;
    this.k = k;
    this.n = n;
    this.a = a;
    int width = kernel.panelWidth();
    stride = Panels.roundUp(n, width);
    panels = new float[Panels.size(k, n, width)];
    Panels.pack(b, 0, n, k, n, width, panels, 0);
    c = new float[m * stride];
  }

  @Override
  public void multiply() {
    kernel.multiply(m, k, n, a, 0, k, panels, 0, c, 0, stride);
  }

  @Override
  public float[] result() {
    return c;
  }

  @Override
  public int stride() {
    return stride;
  }
}
