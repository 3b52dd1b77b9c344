/**
 * The safetensors format, in one file or in several with an index.
 *
 * <p>In: a folder and the name of a file in it, or tensors. Out: tensors by name, or the file.
 * Imports {@code weights.files} and {@code attention}. Does not depend on what a tensor is for.
 */
package io.corpusattention.weights.safetensors;
