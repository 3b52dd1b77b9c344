/**
 * The tensors of a model that was exported to ONNX: a file of that format in, tensors under the
 * names of the model out. Imports nothing of the other formats.
 */
package io.corpusattention.weights.onnx;
