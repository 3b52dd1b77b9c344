package io.corpusattention.weights.family;

/**
 * The names of the tensors that stand behind a layer's attention, after the layer's own start.
 *
 * @param layer what the names of a layer's tensors begin with, with {i} for its number
 * @param output the dense layer that takes the context vectors
 * @param first the LayerNorm behind it
 * @param up the dense layer that widens
 * @param down the dense layer that makes narrow again
 * @param second the LayerNorm behind that
 */
public record BlockNames(
    String layer, String output, String first, String up, String down, String second) {
  static final BlockNames BERT =
      new BlockNames(
          "encoder.layer.{i}.",
          "attention.output.dense.",
          "attention.output.LayerNorm.",
          "intermediate.dense.",
          "output.dense.",
          "output.LayerNorm.");
}
