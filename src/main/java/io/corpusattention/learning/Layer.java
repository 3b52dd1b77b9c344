package io.corpusattention.learning;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.math.CounterRandom;
import io.corpusattention.training.ParameterLayout;
import java.io.Serializable;

/** The layer that learns: its parameters' layout, and how it attends. */
record Layer(ParameterLayout layout, AttentionConfig attention) implements Serializable {
  /** The same layer with the draws of one epoch: no epoch sees those of another again. */
  Layer inEpoch(long seed, long epoch) {
    if (!(attention.alignment() instanceof Alignment.Sample)) {
      return this;
    }
    Alignment draws = new Alignment.Sample(CounterRandom.next(seed, epoch), 1);
    return new Layer(layout, attention.withAlignment(draws));
  }
}
