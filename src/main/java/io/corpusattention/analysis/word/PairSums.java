package io.corpusattention.analysis.word;

import java.util.Arrays;

/**
 * For pairs of words a sum of weights in fixed point, and a count: a hash table of longs, since a
 * corpus has many millions of pairs.
 */
public final class PairSums {
  /** In the place of a query's word: the entry is of what a word receives. */
  public static final int RECEIVED = -1;

  /** In the place of a query's word: the entry is of what a word receives of a rollout. */
  public static final int ROLLED_OUT = -2;

  /** Longs of an entry as {@link #forEach} and {@link #addAll} have it: pair, sum, count. */
  public static final int ENTRY = 3;

  private static final int FIRST_SIZE = 1 << 10;
  private static final double LOAD = 0.6;

  /**
   * Longs of a slot: pair, sum, count, and one to fill half a cache line, so that one miss does.
   */
  private static final int SLOT = 4;

  /** In place of a pair: the slot is free. No pair is this, since words are numbered from 0. */
  private static final long FREE = Long.MIN_VALUE;

  private final long salt;
  private long[] slots = free(FIRST_SIZE);
  private int size;

  /**
   * No pairs.
   *
   * @param salt other than that of tables whose entries will be added: in the order of the same
   *     hash they would crowd together
   */
  public PairSums(long salt) {
    this.salt = salt;
  }

  /** Takes an entry. */
  @FunctionalInterface
  public interface Entries {
    void accept(long pair, long sum, long count);
  }

  /** A pair of two words' numbers. */
  public static long pair(int query, int key) {
    return ((long) query << Integer.SIZE) | key;
  }

  /** Adds to a pair's sum and count. */
  public void add(long pair, long sum, long count) {
    int at = find(pair);
    if (slots[at] == FREE) {
      if (size >= LOAD * slots.length / SLOT) {
        grow();
        at = find(pair);
      }
      slots[at] = pair;
      slots[at + 1] = 0;
      slots[at + 2] = 0;
      size++;
    }
    slots[at + 1] = Math.addExact(slots[at + 1], sum);
    slots[at + 2] += count;
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
    for (int at = 0; at < slots.length; at += SLOT) {
      if (slots[at] != FREE) {
        to.accept(slots[at], slots[at + 1], slots[at + 2]);
      }
    }
  }

  public void clear() {
    Arrays.fill(slots, FREE);
    size = 0;
  }

  /** Which of so many parts a pair belongs to; what is told of one word goes to one part. */
  public static int part(long pair, int parts) {
    long placed = pair < 0 ? pair(RECEIVED, (int) pair) : pair;
    return (int) Long.remainderUnsigned(mixed(placed) >>> Integer.SIZE, parts);
  }

  /** A pair's sum; 0 where there is none. */
  long sum(long pair) {
    int at = find(pair);
    return slots[at] == FREE ? 0 : slots[at + 1];
  }

  /** The pair's slot, or the free one where it belongs. */
  private int find(long pair) {
    int mask = slots.length - 1;
    int at = ((int) mixed(pair + salt) * SLOT) & mask;
    while (slots[at] != pair && slots[at] != FREE) {
      at = (at + SLOT) & mask;
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
    long[] old = slots;
    slots = free(Math.multiplyExact(old.length / SLOT, 2));
    for (int from = 0; from < old.length; from += SLOT) {
      if (old[from] != FREE) {
        System.arraycopy(old, from, slots, find(old[from]), SLOT);
      }
    }
  }

  /** So many free slots. */
  private static long[] free(int count) {
    long[] slots = new long[Math.multiplyExact(count, SLOT)];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
