package io.corpusattention.encoder;

import io.corpusattention.attention.ProjectionWeights;
import java.io.Serializable;
import java.util.List;

/**
 * The layers of a model that are computed, and what is kept of them. One layer alone is a stack of
 * one.
 *
 * @param layers from the first; all of one shape
 * @param kept the layers whose attention is kept, ascending, counted from 0; the last of them is
 *     the last layer
 * @param last the LayerNorm behind the last layer; null where there is none
 * @param hidden what is kept of the last layer's output
 * @param open whether the values and inputs of kept layers can be asked for beside their tiles
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

  /** One layer, of which nothing but attention is computed. */
  public static EncoderStack of(ProjectionWeights weights) {
    return new EncoderStack(
        List.of(new EncoderLayer(weights, null, null)), List.of(0), null, HiddenStates.NONE, false);
  }

  /**
   * The layers up to the last one that is kept: those behind it are not computed.
   *
   * @param layers of the whole model
   * @param last the LayerNorm behind the last of them; null where there is none
   */
  public static EncoderStack of(
      List<EncoderLayer> layers, LayerNorm last, List<Integer> kept, HiddenStates hidden) {
    int count = kept.get(kept.size() - 1) + 1;
    return new EncoderStack(
        layers.subList(0, count), kept, count == layers.size() ? last : null, hidden, false);
  }

  /** The same, of whose hidden states nothing is kept. */
  public EncoderStack withoutHidden() {
    return new EncoderStack(layers, kept, last, HiddenStates.NONE, open);
  }

  /** The same, with values and inputs that can be asked for. */
  public EncoderStack opened() {
    return new EncoderStack(layers, kept, last, hidden, true);
  }

  /** W_q, W_k and W_v of the first layer. */
  public ProjectionWeights first() {
    return layers.get(0).attention();
  }
}
