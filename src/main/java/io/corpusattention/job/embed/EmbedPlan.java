package io.corpusattention.job.embed;

import io.corpusattention.corpus.files.InputFiles;
import java.util.Map;

/**
 * What a run of embed would do, as a dry run shows it.
 *
 * @param options the effective settings by identifier
 * @param embedder the source of the embeddings, as shown to the user
 * @param width d_model
 * @param columns the columns of the table with their types
 * @param maxTokens maximum number of tokens in a sentence
 */
public record EmbedPlan(
    Map<String, Object> options,
    String embedder,
    int width,
    Map<String, String> columns,
    InputFiles input,
    int maxTokens) {}
