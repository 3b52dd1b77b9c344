package io.corpusattention.text;

/**
 * Adds the sinusoidal positions of Vaswani et al. 2017, "Attention Is All You Need", section 3.5,
 * to embeddings: PE(pos, 2i) = sin(pos / 10000^(2i/d)), PE(pos, 2i+1) = cos(pos / 10000^(2i/d)).
 */
public final class SinusoidalPositions {
  private final int width;
  private float[] table = {}; // [computed positions, width]

  /** Creates positions for embeddings of this width. */
  public SinusoidalPositions(int width) {
    this.width = width;
  }

  /**
   * Adds positions, counted from 0, to n embeddings. No position value exceeds 1, so finite numbers
   * stay finite.
   *
   * @param embeddings [n, width] from {@code start}
   */
  public void addTo(float[] embeddings, int start, int n) {
    int count = Math.multiplyExact(n, width);
    if (table.length < count) {
      table =
          table(Math.max(n, Math.min(2 * (table.length / width), Integer.MAX_VALUE / 2 / width)));
    }
    for (int i = 0; i < count; i++) {
      embeddings[start + i] += table[i];
    }
  }

  /**
   * Computes the table with StrictMath, because the last bit of Math may differ between machines.
   */
  private float[] table(int positions) {
    float[] values = new float[Math.multiplyExact(positions, width)];
    for (int column = 0; column < width; column++) {
      double rate = StrictMath.pow(10_000, -(double) (column - column % 2) / width);
      for (int position = 0; position < positions; position++) {
        double angle = position * rate;
        values[position * width + column] =
            (float) (column % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
      }
    }
    return values;
  }
}
