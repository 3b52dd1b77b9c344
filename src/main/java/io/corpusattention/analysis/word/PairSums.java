package io.corpusattention.analysis.word;

import java.util.Arrays;

/**
 * A fixed-point sum of weights and a count for each pair of words. It is a hash table of longs,
 * because a corpus has many millions of pairs.
 */
public final class PairSums {
  /** Stands in for the query word in the entry for the attention that a word receives. */
  public static final int RECEIVED = -1;

  /** Stands in for the query word in the entry for what a word receives from a rollout. */
  public static final int ROLLED_OUT = -2;

  /** The number of longs of an entry in {@link #forEach} and {@link #addAll}: pair, sum, count. */
  public static final int ENTRY = 3;

  private static final int FIRST_SIZE = 1 << 10;
  private static final double LOAD = 0.6;

  /**
   * The number of longs of a slot: pair, sum, count, and one of padding. A slot is half a cache
   * line, so a lookup costs only one cache miss.
   */
  private static final int SLOT = 4;

  /** Marks a free slot. No pair has this value, because words are numbered from 0. */
  private static final long FREE = Long.MIN_VALUE;

  private final long salt;
  private long[] slots = free(FIRST_SIZE);
  private int size;

  /**
   * Creates a table without pairs.
   *
   * @param salt the salt of the hash; it must differ from the salt of any table whose entries you
   *     add to this one, because entries that arrive in the order of the same hash would cluster
   */
  public PairSums(long salt) {
    this.salt = salt;
  }

  /** Receives entries. */
  @FunctionalInterface
  public interface Entries {
    void accept(long pair, long sum, long count);
  }

  /**
   * Packs two word numbers into a pair.
   *
   * @param query the number of the word that attends, or {@link #RECEIVED} or {@link #ROLLED_OUT}
   * @param key the number of the word that receives attention
   */
  public static long pair(int query, int key) {
    return ((long) query << Integer.SIZE) | key;
  }

  /**
   * Adds to a pair's sum and count.
   *
   * @param sum the addend, in units of 2⁻³²
   * @throws ArithmeticException if the sum overflows a long
   */
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

  /** Adds entries of {@value #ENTRY} longs each: pair, sum, count. */
  public void addAll(long[] entries) {
    for (int i = 0; i < entries.length; i += ENTRY) {
      add(entries[i], entries[i + 1], entries[i + 2]);
    }
  }

  public int size() {
    return size;
  }

  /** Passes on all entries, in no particular order. */
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

  /**
   * Returns the part to which a pair belongs, from 0 to {@code parts} - 1. The entries for what a
   * word receives, with and without rollout, are in the same part.
   */
  public static int part(long pair, int parts) {
    long placed = pair < 0 ? pair(RECEIVED, (int) pair) : pair;
    return (int) Long.remainderUnsigned(mixed(placed) >>> Integer.SIZE, parts);
  }

  /** Returns the sum of a pair, or 0 if there is none. */
  long sum(long pair) {
    int at = find(pair);
    return slots[at] == FREE ? 0 : slots[at + 1];
  }

  /** Returns the slot of a pair, or the free slot in which it belongs. */
  private int find(long pair) {
    int mask = slots.length - 1;
    int at = ((int) mixed(pair + salt) * SLOT) & mask;
    while (slots[at] != pair && slots[at] != FREE) {
      at = (at + SLOT) & mask;
    }
    return at;
  }

  /** Applies the 64-bit finalizer of MurmurHash3, which scatters neighboring numbers. */
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

  /** Returns {@code count} free slots. */
  private static long[] free(int count) {
    long[] slots = new long[Math.multiplyExact(count, SLOT)];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
