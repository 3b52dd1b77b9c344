package io.corpusattention.benchmark;

/** One matrix product C = A · B of [m, k] and [k, n], set up to be computed again and again. */
interface Product extends AutoCloseable {
  /** Computes C. */
  void multiply();

  /** C, row-major, rows {@link #stride} apart. */
  float[] result();

  /** Floats from one row of {@link #result} to the next. */
  int stride();

  @Override
  default void close() {}

  /**
   * A product by one of the libraries: ours, openblas or netlib.
   *
   * @param a [m, k]
   * @param b [k, n]
   */
  static Product of(String library, int m, int k, int n, float[] a, float[] b) {
    return switch (library) {
      case "ours" -> new KernelProduct(m, k, n, a, b);
      case "openblas" -> new OpenBlasProduct(m, k, n, a, b);
      case "netlib" -> new NetlibProduct(m, k, n, a, b);
      default -> throw new IllegalArgumentException(library);
    };
  }
}
