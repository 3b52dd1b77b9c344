package io.corpusattention.ml;

import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.learning.EpochFigures;
import java.util.List;

/**
 * What was learnt.
 *
 * @param weights of the best epoch
 * @param curve figures of each epoch
 */
record LearntWeights(ProjectionWeights weights, List<EpochFigures> curve) {}
