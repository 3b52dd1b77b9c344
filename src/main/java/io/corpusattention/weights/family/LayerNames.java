package io.corpusattention.weights.family;

import io.corpusattention.encoder.NormPlace;
import java.util.List;

/**
 * The tensors of a layer that stand around its attention: their names after the layer's own start,
 * and what they are.
 *
 * @param start what the names of a layer's tensors begin with, with {i} for its number
 * @param output the dense layer that takes the context vectors
 * @param first the LayerNorm that belongs to the attention
 * @param up the dense layer that widens
 * @param down the dense layer that makes narrow again
 * @param second the LayerNorm that belongs to these two
 * @param place where both LayerNorms stand
 * @param conv1d whether matrices are [in, out], as those of transformers' Conv1D; PyTorch's Linear
 *     keeps [out, in]
 * @param last the LayerNorm behind the last layer, after the prefix; null in families without
 * @param tasks what the names of tensors begin with that work on the last layer's output, for
 *     language models, classifiers and other tasks
 */
public record LayerNames(
    String start,
    String output,
    String first,
    String up,
    String down,
    String second,
    NormPlace place,
    boolean conv1d,
    String last,
    List<String> tasks) {
  /** What the names of a layer's tensors begin with, after the prefix. */
  public String start(int layer) {
    return start.replace(AttentionNames.LAYER, Integer.toString(layer));
  }

  /** BERT's, with heads for tasks. */
  static LayerNames bert(String... tasks) {
    return new LayerNames(
        "encoder.layer.{i}.",
        "attention.output.dense.",
        "attention.output.LayerNorm.",
        "intermediate.dense.",
        "output.dense.",
        "output.LayerNorm.",
        NormPlace.AFTER,
        false,
        null,
        List.of(tasks));
  }
}
