package io.corpusattention.learning;

import io.corpusattention.training.Adam;
import io.corpusattention.training.Optimizer;
import io.corpusattention.training.Sgd;

/** The rules by which parameters move. */
public enum OptimizerKind {
  ADAM,
  SGD;

  /** A new one, for so many parameters. */
  Optimizer create(int parameters, double weightDecay) {
    return switch (this) {
      case ADAM -> new Adam(parameters, weightDecay);
      case SGD -> new Sgd();
    };
  }
}
