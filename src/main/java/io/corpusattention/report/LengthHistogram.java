package io.corpusattention.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A histogram of sentence lengths.
 *
 * @param width the width of a bin, in tokens
 * @param bins the bins from the shortest to the longest length, including empty ones between
 */
public record LengthHistogram(int width, List<Bin> bins) {
  private static final int MOST_BINS = 40;
  private static final int[] STEPS = {1, 2, 5};

  /** The number of sentences with {@code from} to {@code to} tokens, both inclusive. */
  public record Bin(int from, int to, long sentences) {}

  /**
   * Creates at most 40 bins. Their width is the smallest of 1, 2, 5, 10, ... tokens that suffices,
   * and bin limits count from 1.
   *
   * @param sentences the number of sentences by number of tokens
   */
  public static LengthHistogram of(SortedMap<Integer, Long> sentences) {
    if (sentences.isEmpty()) {
      return new LengthHistogram(1, List.of());
    }
    int shortest = sentences.firstKey();
    int longest = sentences.lastKey();
    int width = 1;
    for (int i = 0; bins(shortest, longest, width) > MOST_BINS; ) {
      i++;
      width = STEPS[i % STEPS.length] * (int) Math.pow(10, Math.floorDiv(i, STEPS.length));
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = (shortest - 1) / width; bin <= (longest - 1) / width; bin++) {
      int from = bin * width + 1;
      long count =
          sentences.subMap(from, from + width).values().stream().mapToLong(Long::longValue).sum();
      bins.add(new Bin(from, from + width - 1, count));
    }
    return new LengthHistogram(width, bins);
  }

  private static int bins(int shortest, int longest, int width) {
    return (longest - 1) / width - (shortest - 1) / width + 1;
  }
}
