package io.corpusattention.encoder;

import io.corpusattention.attention.ProjectionWeights;
import java.io.Serializable;
import java.util.List;

/**
 * The layers of a model that are computed, and those of them whose attention is kept. One layer
 * alone is a stack of one.
 *
 * @param layers from the first; all of one shape
 * @param kept ascending, counted from 0; the last of them is the last layer
 */
public record EncoderStack(List<EncoderLayer> layers, List<Integer> kept) implements Serializable {
  public EncoderStack {
    layers = List.copyOf(layers);
    kept = List.copyOf(kept);
  }

  /** One layer, of which nothing but attention is computed. */
  public static EncoderStack of(ProjectionWeights weights) {
    return new EncoderStack(List.of(new EncoderLayer(weights, null, null)), List.of(0));
  }

  /** The layers up to the last one that is kept: those behind it are not computed. */
  public static EncoderStack of(List<EncoderLayer> layers, List<Integer> kept) {
    return new EncoderStack(layers.subList(0, kept.get(kept.size() - 1) + 1), kept);
  }

  /** W_q, W_k and W_v of the first layer. */
  public ProjectionWeights first() {
    return layers.get(0).attention();
  }
}
