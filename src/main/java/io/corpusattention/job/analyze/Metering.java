package io.corpusattention.job.analyze;

import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.WordIndex;
import java.io.Serializable;

/**
 * What every task measures.
 *
 * @param index words to speak of
 */
record Metering(MeterPlan plan, WordIndex index) implements Serializable {}
