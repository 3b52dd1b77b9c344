package io.corpusattention.analysis;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Sums of fixed-point numbers, with 128 bits each. They are exact, so they do not depend on the
 * order of adding and merging.
 *
 * <p>A fixed-point number is a long in units of 2⁻³². Its square is in units of 2⁻⁶⁴.
 */
public final class WideSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** The number of bits after the binary point. */
  static final int BITS = 32;

  /** The number of units in 1. */
  public static final double ONE = 1L << BITS;

  private final long[] high;
  private final long[] low;

  WideSums(int size) {
    high = new long[size];
    low = new long[size];
  }

  /** Returns the fixed-point number nearest to a value. */
  public static long fixed(double value) {
    return Math.round(value * ONE);
  }

  void add(int i, long fixed) {
    add(i, fixed >> 63, fixed);
  }

  void set(int i, long fixed) {
    high[i] = fixed >> 63;
    low[i] = fixed;
  }

  void addSquare(int i, long fixed) {
    add(i, Math.multiplyHigh(fixed, fixed), fixed * fixed);
  }

  void addAll(WideSums other) {
    for (int i = 0; i < low.length; i++) {
      add(i, other.high[i], other.low[i]);
    }
  }

  /** Adds a sum from other sums. */
  void add(int i, WideSums other, int from) {
    add(i, other.high[from], other.low[from]);
  }

  /** Adds a row of other sums, which is as long as these sums. */
  void addRow(WideSums other, int from) {
    for (int i = 0; i < low.length; i++) {
      add(i, other, from + i);
    }
  }

  void clear() {
    Arrays.fill(high, 0);
    Arrays.fill(low, 0);
  }

  private void add(int i, long addHigh, long addLow) {
    long sum = low[i] + addLow;
    long carry = Long.compareUnsigned(sum, addLow) < 0 ? 1 : 0;
    low[i] = sum;
    high[i] += addHigh + carry;
  }

  /**
   * Returns a sum divided by a count, rounded to the nearest fixed-point number. The sum must not
   * be negative.
   */
  long mean(int i, long count) {
    if (high[i] == 0 && low[i] >= 0 && low[i] <= Long.MAX_VALUE - count) {
      return (low[i] + count / 2) / count;
    }
    BigInteger half = BigInteger.valueOf(count / 2);
    return exact(i).add(half).divide(BigInteger.valueOf(count)).longValueExact();
  }

  /** Returns the exact sum, in units of 2⁻³², or of 2⁻⁶⁴ if squares were added. */
  BigInteger exact(int i) {
    return BigInteger.valueOf(high[i])
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(low[i])));
  }

  int size() {
    return low.length;
  }
}
