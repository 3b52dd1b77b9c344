package io.corpusattention.math;

/**
 * Counter-based random numbers. Each number is a pure function of a seed and of the counters that
 * identify it, so any machine can draw any number in any order, with the same result.
 *
 * <p>The mixing function is the finalizer of SplitMix64: Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014.
 */
public final class CounterRandom {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private CounterRandom() {}

  /**
   * Returns a new state from a state and one more counter. You can also use the result as 64 random
   * bits.
   */
  public static long next(long state, long counter) {
    return mix((state ^ mix(counter + GAMMA)) + GAMMA);
  }

  /** Maps 64 random bits to a number in [0, 1), a multiple of 2⁻⁵³. */
  public static double uniform(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
