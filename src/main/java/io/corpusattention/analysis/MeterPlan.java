package io.corpusattention.analysis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The distributions to measure, and the layout of their sums. Each layer has one row of sums for
 * the weights of each head. With norms, these are followed by one row for the lengths of each head
 * and one for those of all heads together.
 *
 * @param layers the numbers of the layers, ascending, with null for a layer without a number
 * @param heads the number of heads of each layer
 * @param measures the quantities to measure for each distribution
 * @param norms whether to measure lengths of weighted values, too
 * @param rollout whether to compute the attention rollout; the layers must then be all layers of a
 *     model
 * @param allPairs whether to compare heads of different layers, too
 * @param linked the heads over which links between words are averaged, numbered through all layers
 */
public record MeterPlan(
    List<Integer> layers,
    int heads,
    Measures measures,
    boolean norms,
    boolean rollout,
    boolean allPairs,
    BitSet linked)
    implements Serializable {
  /**
   * Returns a plan for all heads of the layers, without norms or rollout. Heads are compared only
   * within a layer.
   */
  static MeterPlan of(List<Integer> layers, int heads, Measures measures) {
    BitSet all = new BitSet();
    all.set(0, layers.size() * heads);
    return new MeterPlan(layers, heads, measures, false, false, false, all);
  }

  /** Returns the number of heads of all layers. */
  int allHeads() {
    return layers.size() * heads;
  }

  /** Returns the number of rows of sums of a layer. */
  int rowsOfLayer() {
    return norms ? 2 * heads + 1 : heads;
  }

  /** Returns the number of rows of sums. */
  int rows() {
    return layers.size() * rowsOfLayer();
  }

  /** Returns the row for a head's weights. */
  int row(int layer, int head) {
    return layer * rowsOfLayer() + head;
  }

  /** Returns the number of pairs of heads to compare. */
  int pairs() {
    return allPairs ? pairs(allHeads()) : layers.size() * pairs(heads);
  }

  private static int pairs(int count) {
    return Math.toIntExact((long) count * (count - 1) / 2);
  }

  /**
   * Returns the index of the first pair of a layer's heads, if heads are compared only within a
   * layer.
   */
  int firstPair(int layer) {
    return layer * pairs(heads);
  }

  /** Two heads, numbered through all layers. The first has the lower number. */
  record Pair(int head, int other) {}

  /** Returns the pairs to compare, in order. */
  List<Pair> pairList() {
    List<Pair> list = new ArrayList<>();
    for (int head = 0; head < allHeads(); head++) {
      int end = allPairs ? allHeads() : (head / heads + 1) * heads;
      for (int other = head + 1; other < end; other++) {
        list.add(new Pair(head, other));
      }
    }
    return list;
  }
}
