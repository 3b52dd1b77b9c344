package io.corpusattention.job.summarize;

import io.corpusattention.table.AttentionRow;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * The heads of a table that are used.
 *
 * @param layers the layers whose rows are read, ascending; empty if the table has one layer
 * @param perLayer number of heads in each row
 * @param chosen the chosen heads, numbered through these layers
 */
record ChosenHeads(List<Integer> layers, int perLayer, BitSet chosen) implements Serializable {
  /** Returns the number of layers that a sentence has rows for. */
  int layerCount() {
    return Math.max(1, layers.size());
  }

  /** Returns the index of a row's layer, from 0. */
  int layer(AttentionRow row) {
    return row.layer() == null ? 0 : layers.indexOf(row.layer());
  }

  /** Returns the number of chosen heads in all layers. */
  int count() {
    return chosen.cardinality();
  }

  /** Returns the number of chosen heads in a row's layer, which may be 0. */
  int of(AttentionRow row) {
    int first = layer(row) * perLayer;
    return chosen.get(first, first + perLayer).cardinality();
  }

  /** Returns a row's weights of the chosen heads, [heads, numQueries, numTokens]. */
  float[] weights(AttentionRow row) {
    int heads = of(row);
    if (heads == perLayer) {
      return row.attention();
    }
    int first = layer(row) * perLayer;
    int size = row.numQueries() * row.numTokens();
    float[] weights = new float[heads * size];
    int to = 0;
    for (int head = 0; head < perLayer; head++) {
      if (chosen.get(first + head)) {
        System.arraycopy(row.attention(), head * size, weights, to, size);
        to += size;
      }
    }
    return weights;
  }
}
