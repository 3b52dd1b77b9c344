package io.corpusattention.analysis.relation;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Which head finds which relation over a corpus.
 *
 * @param sentences measured
 * @param cut sentences that were left out because they were cut
 * @param withoutPieces sentences that were left out because a word of theirs has no token
 * @param rows the most frequent relation first; of each first those to the governor, head by head
 */
public record RelationFindings(long sentences, long cut, long withoutPieces, List<Row> rows) {
  /** A relation of fewer words is told in the table, and of no head. */
  public static final long FREQUENT = 100;

  private static final double UPPER = 0.975;

  /**
   * What a head finds of a relation.
   *
   * @param layer null where it has no number
   * @param share of the words that are found
   * @param low lower end of its 95 % interval, with sentences as the unit; NaN for one sentence
   * @param high upper end
   * @param words of the relation
   * @param offset that leads most words to their governor: the baseline
   * @param offsetShare of the words that it leads there
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
   * From sums that are complete.
   *
   * @param layers their numbers; null for a layer that has none
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

  /** The offset of most words; of equals the lower. */
  private static Map.Entry<Integer, Long> best(Map<Integer, Long> offsets) {
    return offsets.entrySet().stream()
        .min(
            Comparator.<Map.Entry<Integer, Long>>comparingLong(entry -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .orElseThrow();
  }

  /**
   * Half the interval of Σh ÷ Σw over sentences with h of w words found, a ratio estimator (Cochran
   * 1977, Sampling Techniques, section 6.4): its variance is m ÷ (m − 1) · Σ(h − r w)² ÷ (Σw)².
   */
  private static double half(RelationSums.OfRelation of, int at) {
    long m = of.sentences;
    if (m < 2) {
      return Double.NaN;
    }
    BigInteger words = BigInteger.valueOf(of.words);
    BigInteger hits = BigInteger.valueOf(of.hits[at]);
    // (Σw)² Σ(h − r w)², exact.
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

  /** Of each frequent relation and direction the head that finds most; of equals the first. */
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
