package io.corpusattention.weights.family;

import java.util.List;

/**
 * The names that a family uses.
 *
 * @param modelTypes the values of model_type in config.json
 * @param prefix the prefix of its tensor names, unless the file holds the bare model
 * @param config the names of the fields in config.json
 * @param attention the names of the tensors in attention layers
 */
public record FamilyNames(
    List<String> modelTypes, String prefix, ConfigNames config, AttentionNames attention) {}
