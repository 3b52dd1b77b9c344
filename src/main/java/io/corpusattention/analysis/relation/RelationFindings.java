package io.corpusattention.analysis.relation;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Which head finds which relation in a corpus.
 *
 * @param sentences the number of sentences measured
 * @param cut the number of sentences left out because words at their end may be missing
 * @param withoutPieces the number of sentences left out because one of their words has no token
 * @param rows one row for each relation, direction and head, in this order; the most frequent
 *     relation and the direction to the governor come first
 */
public record RelationFindings(long sentences, long cut, long withoutPieces, List<Row> rows) {
  /**
   * The minimum number of words of a frequent relation. Rarer relations are in the table, but are
   * not assigned to a head.
   */
  public static final long FREQUENT = 100;

  private static final double UPPER = 0.975;

  /**
   * How much of a relation a head finds.
   *
   * @param layer the number of the layer, or null if it has none
   * @param share the share of these words that the head finds in this direction
   * @param low the lower end of the 95% confidence interval of the share, with sentences as the
   *     unit; NaN for one sentence
   * @param high the upper end of that interval
   * @param words the number of words with this relation
   * @param offset the most frequent offset from a word to its governor, in words: the baseline
   * @param offsetShare the share of the words whose governor is at this offset
   */
  public record Row(
      String relation,
      Direction direction,
      Integer layer,
      int head,
      double share,
      double low,
      double high,
      long words,
      int offset,
      double offsetShare)
      implements Serializable {}

  /**
   * Returns the findings from complete sums.
   *
   * @param layers the numbers of the layers, with null for a layer without a number
   */
  public static RelationFindings of(RelationSums sums, List<Integer> layers) {
    List<Row> rows = new ArrayList<>();
    int headsOfLayer = sums.heads() / layers.size();
    sums.relations().entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().words))
        .forEach(
            entry -> {
              RelationSums.OfRelation of = entry.getValue();
              Map.Entry<Integer, Long> best = best(of.offsets);
              for (Direction direction : Direction.values()) {
                for (int head = 0; head < sums.heads(); head++) {
                  int at = direction.ordinal() * sums.heads() + head;
                  double share = (double) of.hits[at] / of.words;
                  double half = half(of, at);
                  rows.add(
                      new Row(
                          entry.getKey(),
                          direction,
                          layers.get(head / headsOfLayer),
                          head % headsOfLayer,
                          share,
                          Math.max(0, share - half),
                          Math.min(1, share + half),
                          of.words,
                          best.getKey(),
                          (double) best.getValue() / of.words));
                }
              }
            });
    return new RelationFindings(sums.sentences(), sums.cut(), sums.withoutPieces(), rows);
  }

  /** Returns the most frequent offset and its count. On a tie, the lowest offset wins. */
  private static Map.Entry<Integer, Long> best(Map<Integer, Long> offsets) {
    return offsets.entrySet().stream()
        .min(
            Comparator.<Map.Entry<Integer, Long>>comparingLong(entry -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .orElseThrow();
  }

  /**
   * Returns half the width of the confidence interval of Σh ÷ Σw, over sentences with h of w words
   * found. This is a ratio estimator (Cochran 1977, Sampling Techniques, section 6.4) with the
   * variance m ÷ (m − 1) · Σ(h − r w)² ÷ (Σw)².
   */
  private static double half(RelationSums.OfRelation of, int at) {
    long m = of.sentences;
    if (m < 2) {
      return Double.NaN;
    }
    BigInteger words = BigInteger.valueOf(of.words);
    BigInteger hits = BigInteger.valueOf(of.hits[at]);
    // (Σw)² Σ(h − r w)², computed exactly.
    BigInteger spread =
        words
            .multiply(words)
            .multiply(BigInteger.valueOf(of.hitSquares[at]))
            .subtract(
                BigInteger.TWO
                    .multiply(hits)
                    .multiply(words)
                    .multiply(BigInteger.valueOf(of.hitWords[at])))
            .add(hits.multiply(hits).multiply(BigInteger.valueOf(of.wordSquares)));
    double squares = words.doubleValue() * words.doubleValue();
    double variance = m / (m - 1.0) * (spread.doubleValue() / squares) / squares;
    return new TDistribution(null, m - 1.0).inverseCumulativeProbability(UPPER)
        * Math.sqrt(variance);
  }

  /** Returns the best head for each frequent relation and direction. On a tie, the first wins. */
  public List<Row> best() {
    List<Row> best = new ArrayList<>();
    for (Row row : rows) {
      Row last = best.isEmpty() ? null : best.get(best.size() - 1);
      boolean same =
          last != null
              && last.relation().equals(row.relation())
              && last.direction() == row.direction();
      if (!same && row.words() >= FREQUENT) {
        best.add(row);
      } else if (same && row.share() > last.share()) {
        best.set(best.size() - 1, row);
      }
    }
    return best;
  }
}
