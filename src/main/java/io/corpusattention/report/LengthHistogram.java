package io.corpusattention.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * How many sentences are how long.
 *
 * @param width of a bin, in tokens
 * @param bins from the shortest to the longest; empty ones between them are there
 */
public record LengthHistogram(int width, List<Bin> bins) {
  private static final int MOST_BINS = 40;
  private static final int[] STEPS = {1, 2, 5};

  /** Sentences of from to to tokens, both included. */
  public record Bin(int from, int to, long sentences) {}

  /**
   * Bins of 1, 2, 5, 10, ... tokens, the first from 1 on, at most forty of them.
   *
   * @param sentences by number of tokens
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
