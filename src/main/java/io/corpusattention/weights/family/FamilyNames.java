package io.corpusattention.weights.family;

import java.util.List;

/**
 * The names of a family.
 *
 * @param modelTypes what config.json calls its models in model_type
 * @param prefix what stands before the names of its tensors, unless the file holds the bare model
 * @param config of the fields of its config.json
 * @param attention of its attention layers' tensors
 */
public record FamilyNames(
    List<String> modelTypes, String prefix, ConfigNames config, AttentionNames attention) {}
