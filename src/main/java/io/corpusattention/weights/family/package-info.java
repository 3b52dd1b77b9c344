/**
 * What is particular to each family of models: the names of their tensors and of the fields in
 * their config.json, each family in a class of its own.
 *
 * <p>Enters: a config.json. Leaves: where a model's attention and embeddings are to be found, and
 * how its scores are scaled and masked. Imports {@code weights.files} and {@code attention}; reads
 * no tensors.
 */
package io.corpusattention.weights.family;
