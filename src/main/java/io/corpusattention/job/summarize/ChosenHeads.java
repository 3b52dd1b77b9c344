package io.corpusattention.job.summarize;

import io.corpusattention.table.AttentionRow;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * Which heads of a table count.
 *
 * @param layers whose rows are read, ascending; none where the table is of one layer
 * @param perLayer heads of each row
 * @param chosen of them, counted through these layers
 */
record ChosenHeads(List<Integer> layers, int perLayer, BitSet chosen) implements Serializable {
  /** How many layers a sentence has rows of. */
  int layerCount() {
    return Math.max(1, layers.size());
  }

  /** Which of the layers a row is of, from 0. */
  int layer(AttentionRow row) {
    return row.layer() == null ? 0 : layers.indexOf(row.layer());
  }

  /** How many count, of all layers. */
  int count() {
    return chosen.cardinality();
  }

  /** How many count of a row's layer; none where all that are chosen are of others. */
  int of(AttentionRow row) {
    int first = layer(row) * perLayer;
    return chosen.get(first, first + perLayer).cardinality();
  }

  /** A row's weights of the heads that count: [heads, numQueries, numTokens]. */
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
