package io.corpusattention.job.embed;

import io.corpusattention.corpus.files.InputFiles;
import java.util.Map;

/**
 * What a run of embed would do, for a look before it.
 *
 * @param options the settings in force, by their identifiers
 * @param embedder what the embeddings are from, for people
 * @param width d_model
 * @param columns of the table, with their types
 * @param maxTokens the longest a sentence may be
 */
public record EmbedPlan(
    Map<String, Object> options,
    String embedder,
    int width,
    Map<String, String> columns,
    InputFiles input,
    int maxTokens) {}
