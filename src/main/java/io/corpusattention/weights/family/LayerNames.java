package io.corpusattention.weights.family;

import io.corpusattention.encoder.NormPlace;
import java.util.List;

/**
 * The names of the tensors around a layer's attention, after the layer's own start, and their form.
 *
 * @param start the start of the names of a layer's tensors, with {i} for its number
 * @param output the dense layer that takes the context vectors
 * @param first the LayerNorm of the attention
 * @param up the dense layer that widens
 * @param down the dense layer that narrows
 * @param second the LayerNorm of the feed-forward network
 * @param place where both LayerNorms are
 * @param conv1d whether matrices are [in, out], as in transformers' Conv1D; otherwise they are
 *     [out, in], as in PyTorch's Linear
 * @param last the LayerNorm after the last layer, named after the prefix; null in families without
 *     one
 * @param tasks the starts of tensor names of task heads, which work on the last layer's output for
 *     language modeling, classification, and other tasks
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
  /** Returns the start of the names of a layer's tensors, after the prefix. */
  public String start(int layer) {
    return start.replace(AttentionNames.LAYER, Integer.toString(layer));
  }

  /** Returns the names in BERT, with these task heads. */
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
