/**
 * The differences between families of models, one class per family: the names of their tensors and
 * of the fields in config.json.
 *
 * <p>In: a config.json. Out: where to find a model's attention and embeddings, and how its scores
 * are scaled and masked. Imports {@code weights.files} and {@code attention}. Does not read
 * tensors.
 */
package io.corpusattention.weights.family;
