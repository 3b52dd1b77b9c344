package io.corpusattention.analysis;

import java.util.Arrays;

/**
 * For pairs of words a sum of weights in fixed point, and a count: a hash table of longs, since a
 * corpus has many millions of pairs.
 */
public final class PairSums {
  /** Longs of an entry as {@link #forEach} and {@link #addAll} have it: pair, sum, count. */
  static final int ENTRY = 3;

  private static final int FIRST_SIZE = 1 << 10;
  private static final double LOAD = 0.6;

  private long[] pairs = new long[FIRST_SIZE];
  private long[] sums = new long[FIRST_SIZE];
  private long[] counts = new long[FIRST_SIZE];
  private boolean[] used = new boolean[FIRST_SIZE];
  private int size;

  /** Takes an entry. */
  @FunctionalInterface
  public interface Entries {
    void accept(long pair, long sum, long count);
  }

  /** A pair of two words' numbers. */
  static long pair(int query, int key) {
    return ((long) query << Integer.SIZE) | key;
  }

  /** Adds to a pair's sum and count. */
  void add(long pair, long sum, long count) {
    int at = find(pair);
    if (!used[at]) {
      if (size >= LOAD * pairs.length) {
        grow();
        at = find(pair);
      }
      used[at] = true;
      pairs[at] = pair;
      size++;
    }
    sums[at] = Math.addExact(sums[at], sum);
    counts[at] += count;
  }

  /** Adds entries that lie one after the other. */
  public void addAll(long[] entries) {
    for (int i = 0; i < entries.length; i += ENTRY) {
      add(entries[i], entries[i + 1], entries[i + 2]);
    }
  }

  public int size() {
    return size;
  }

  /** Hands out all entries, in no particular order. */
  public void forEach(Entries to) {
    for (int i = 0; i < pairs.length; i++) {
      if (used[i]) {
        to.accept(pairs[i], sums[i], counts[i]);
      }
    }
  }

  void clear() {
    Arrays.fill(used, false);
    Arrays.fill(sums, 0);
    Arrays.fill(counts, 0);
    size = 0;
  }

  /** Which of so many parts a pair belongs to. */
  static int part(long pair, int parts) {
    return (int) (Long.remainderUnsigned(mixed(pair) >>> Integer.SIZE, parts));
  }

  private int find(long pair) {
    int mask = pairs.length - 1;
    int at = (int) mixed(pair) & mask;
    while (used[at] && pairs[at] != pair) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** The finaliser of MurmurHash3, by which neighbouring numbers spread. */
  private static long mixed(long pair) {
    long z = (pair ^ (pair >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }

  private void grow() {
    long[] oldPairs = pairs;
    long[] oldSums = sums;
    long[] oldCounts = counts;
    boolean[] oldUsed = used;
    int length = Math.multiplyExact(pairs.length, 2);
    pairs = new long[length];
    sums = new long[length];
    counts = new long[length];
    used = new boolean[length];
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldUsed[i]) {
        int at = find(oldPairs[i]);
        used[at] = true;
        pairs[at] = oldPairs[i];
        sums[at] = oldSums[i];
        counts[at] = oldCounts[i];
      }
    }
  }
}
