package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.job.run.Positions;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a run would do, for a look before it.
 *
 * @param options the settings in force, by their identifiers
 * @param weights of the first layer
 * @param model null where one layer is computed
 * @param randomWeights their source, or null where the weights are not random
 * @param tables by the names of their folders, the columns with their types
 * @param records how many the input has, where its footers tell
 * @param sampled how many records the estimate rests on
 * @param meanTokens of the sampled records
 * @param bytesPerSentence of the tables, all layers together, before compression, as the sampled
 *     records have it
 * @param unmasked whether queries see keys that the model of the weights masks, as those after a
 *     query in GPT-2
 */
public record AttendPlan(
    Map<String, Object> options,
    ProjectionWeights weights,
    ModelFacts model,
    String randomWeights,
    Positions positions,
    AttentionShape shape,
    Map<String, Map<String, String>> tables,
    OptionalLong records,
    int sampled,
    double meanTokens,
    double bytesPerSentence,
    boolean unmasked) {}
