package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.job.run.Positions;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a run would do, as a dry run shows it.
 *
 * @param options the effective settings by identifier
 * @param weights the weights of the first layer
 * @param model facts about the model; null if one layer is computed
 * @param randomWeights the source of random weights; null if the weights are not random
 * @param tables the columns of each table with their types, by folder name
 * @param records number of records in the input, if its footers contain it
 * @param sampled number of records that the estimate is based on
 * @param meanTokens mean number of tokens in the sampled records
 * @param bytesPerSentence mean bytes of a sampled record in the tables, for all layers together,
 *     before compression
 * @param unmasked whether queries see keys that the model of the weights masks, such as the keys
 *     after a query in GPT-2
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
