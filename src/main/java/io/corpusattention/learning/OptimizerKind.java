package io.corpusattention.learning;

import io.corpusattention.training.Adam;
import io.corpusattention.training.Optimizer;
import io.corpusattention.training.Sgd;

/** The available optimizers. */
public enum OptimizerKind {
  ADAM,
  SGD;

  /** Creates an optimizer for this number of parameters. */
  Optimizer create(int parameters, double weightDecay) {
    return switch (this) {
      case ADAM -> new Adam(parameters, weightDecay);
      case SGD -> new Sgd();
    };
  }
}
