/**
 * The tensors of a model that was exported to ONNX. In: an ONNX file. Out: tensors under the
 * model's original names. Does not import the other formats.
 */
package io.corpusattention.weights.onnx;
