package io.corpusattention.learning;

import java.io.Serializable;

/**
 * Finds the place of a word by its hash. It is a read-only hash table of numbers, with open
 * addressing.
 */
final class WordPlaces implements Serializable {
  private static final long serialVersionUID = 1;

  private final int words;
  private final int shift; // to the bits of a hash that give the first slot to look at
  private final long[] hashes;
  private final int[] places; // 1 + the place; 0 if there is no word

  /**
   * @param hashes the hashes of the words in order, without duplicates
   */
  WordPlaces(long[] hashes) {
    this.words = hashes.length;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * hashes.length);
    this.shift = Long.SIZE - bits;
    this.hashes = new long[1 << bits];
    this.places = new int[1 << bits];
    for (int place = 0; place < hashes.length; place++) {
      int slot = slot(hashes[place]);
      this.hashes[slot] = hashes[place];
      places[slot] = place + 1;
    }
  }

  /** Returns the place of a word, or -1 if it is not in the table. */
  int of(long hash) {
    return places[slot(hash)] - 1;
  }

  int size() {
    return words;
  }

  /** Returns the slot of a word, or the empty slot in which it would be. */
  private int slot(long hash) {
    int slot = (int) (hash >>> shift);
    while (places[slot] != 0 && hashes[slot] != hash) {
      slot = (slot + 1) & (places.length - 1);
    }
    return slot;
  }
}
