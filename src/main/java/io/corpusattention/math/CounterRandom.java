package io.corpusattention.math;

/**
 * Random numbers by counter: each is a pure function of a seed and of the counters that say which
 * number it is, so that any machine draws any of them, in any order, and they are the same.
 *
 * <p>The mixing is the finaliser of SplitMix64: Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014.
 */
public final class CounterRandom {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private CounterRandom() {}

  /** A state, or a final 64 random bits, that depends on a state and on one more counter. */
  public static long next(long state, long counter) {
    return mix((state ^ mix(counter + GAMMA)) + GAMMA);
  }

  /** A number in [0, 1), a multiple of 2⁻⁵³, from 64 random bits. */
  public static double uniform(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
