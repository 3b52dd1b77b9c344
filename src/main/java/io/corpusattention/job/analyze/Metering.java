package io.corpusattention.job.analyze;

import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.example.Sought;
import io.corpusattention.analysis.word.WordIndex;
import java.io.Serializable;

/**
 * What every task measures.
 *
 * @param index the words to report
 * @param sought the figures to find examples for; null to measure the figures
 */
record Metering(MeterPlan plan, WordIndex index, Sought sought) implements Serializable {
  /** Returns a plan to measure the figures. */
  static Metering of(MeterPlan plan, WordIndex index) {
    return new Metering(plan, index, null);
  }

  /** Returns a plan to find examples for figures that were measured with this plan. */
  Metering seeking(Sought figures) {
    MeterPlan weights =
        new MeterPlan(
            plan.layers(), plan.heads(), plan.measures(), false, false, false, plan.linked());
    return new Metering(weights, null, figures);
  }
}
