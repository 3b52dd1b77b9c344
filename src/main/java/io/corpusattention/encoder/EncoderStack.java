package io.corpusattention.encoder;

import io.corpusattention.attention.ProjectionWeights;
import java.io.Serializable;
import java.util.List;

/**
 * The layers of a model to compute, and which of their outputs to keep. A single layer is a stack
 * of one.
 *
 * @param layers the layers from the first, all of the same shape
 * @param kept the layers whose attention is kept, from 0, ascending; the last one is the last layer
 *     of the stack
 * @param last the LayerNorm after the last layer, or null if there is none
 * @param hidden which part of the last layer's output is kept
 * @param open whether the values and inputs of kept layers are available along with their tiles
 */
public record EncoderStack(
    List<EncoderLayer> layers,
    List<Integer> kept,
    LayerNorm last,
    HiddenStates hidden,
    boolean open)
    implements Serializable {
  public EncoderStack {
    layers = List.copyOf(layers);
    kept = List.copyOf(kept);
  }

  /** Returns a stack of one layer, of which only attention is computed. */
  public static EncoderStack of(ProjectionWeights weights) {
    return new EncoderStack(
        List.of(new EncoderLayer(weights, null, null)), List.of(0), null, HiddenStates.NONE, false);
  }

  /**
   * Returns a stack of the layers up to the last one that is kept. Later layers are not computed.
   *
   * @param layers the layers of the whole model
   * @param last the LayerNorm after the last of them, or null if there is none
   */
  public static EncoderStack of(
      List<EncoderLayer> layers, LayerNorm last, List<Integer> kept, HiddenStates hidden) {
    int count = kept.get(kept.size() - 1) + 1;
    return new EncoderStack(
        layers.subList(0, count), kept, count == layers.size() ? last : null, hidden, false);
  }

  /** Returns this stack with no hidden states kept. */
  public EncoderStack withoutHidden() {
    return new EncoderStack(layers, kept, last, HiddenStates.NONE, open);
  }

  /** Returns this stack with values and inputs available. */
  public EncoderStack opened() {
    return new EncoderStack(layers, kept, last, hidden, true);
  }

  /** Returns W_q, W_k and W_v of the first layer. */
  public ProjectionWeights first() {
    return layers.get(0).attention();
  }
}
