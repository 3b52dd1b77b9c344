package io.corpusattention.job.analyze;

import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.example.Sought;
import io.corpusattention.analysis.word.WordIndex;
import java.io.Serializable;

/**
 * What every task measures.
 *
 * @param index words to speak of
 * @param sought of which figures examples are sought; null where the figures are measured
 */
record Metering(MeterPlan plan, WordIndex index, Sought sought) implements Serializable {
  /** Measures the figures. */
  static Metering of(MeterPlan plan, WordIndex index) {
    return new Metering(plan, index, null);
  }

  /** Looks for examples of figures that were measured so. */
  Metering seeking(Sought figures) {
    MeterPlan weights =
        new MeterPlan(
            plan.layers(), plan.heads(), plan.measures(), false, false, false, plan.linked());
    return new Metering(weights, null, figures);
  }
}
