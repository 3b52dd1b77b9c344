package io.corpusattention.analysis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Of how many distributions what is measured. The rows of sums are, layer by layer, the weights of
 * each head and then, with norms, the lengths of each head and of all heads together.
 *
 * @param layers their numbers, ascending; null for a layer that has none
 * @param heads of each layer
 * @param measures what is measured of each distribution
 * @param norms whether lengths of weighted values are measured, too
 * @param rollout whether the layers are multiplied; they are then all layers of a model
 * @param allPairs whether heads of different layers are compared, too
 * @param linked the heads of which links between words are means, counted through all layers
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
  /** All heads of so many layers, each layer by itself. */
  static MeterPlan of(List<Integer> layers, int heads, Measures measures) {
    BitSet all = new BitSet();
    all.set(0, layers.size() * heads);
    return new MeterPlan(layers, heads, measures, false, false, false, all);
  }

  /** Heads of all layers. */
  int allHeads() {
    return layers.size() * heads;
  }

  /** Rows of sums of a layer. */
  int rowsOfLayer() {
    return norms ? 2 * heads + 1 : heads;
  }

  /** Rows of sums. */
  int rows() {
    return layers.size() * rowsOfLayer();
  }

  /** A head's row of weights. */
  int row(int layer, int head) {
    return layer * rowsOfLayer() + head;
  }

  /** Pairs of heads that are compared. */
  int pairs() {
    return allPairs ? pairs(allHeads()) : layers.size() * pairs(heads);
  }

  private static int pairs(int count) {
    return Math.toIntExact((long) count * (count - 1) / 2);
  }

  /** The first of the pairs of a layer's own heads. */
  int firstPair(int layer) {
    return layer * pairs(heads);
  }

  /** Two heads, counted through all layers, the first of them before the other. */
  record Pair(int head, int other) {}

  /** The pairs that are compared, in their order. */
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
