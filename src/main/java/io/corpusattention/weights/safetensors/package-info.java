/**
 * The safetensors format, in one file or in several with an index.
 *
 * <p>Enters: a folder and the name of a file in it, or tensors. Leaves: tensors by their names, or
 * the file. Imports {@code weights.files} and {@code attention}; does not know what a tensor is
 * for.
 */
package io.corpusattention.weights.safetensors;
