package io.corpusattention.weights.family;

import io.corpusattention.encoder.NormPlace;
import java.util.List;

/**
 * DistilBERT: no segments, different names, and a LayerNorm epsilon that config.json does not
 * state.
 */
final class DistilBert implements EncoderFamily {
  private static final String PREFIX = "distilbert.";
  private static final FamilyNames NAMES =
      new FamilyNames(
          List.of("distilbert"),
          PREFIX,
          new ConfigNames(
              "n_layers", "n_heads", "dim", "hidden_dim", "max_position_embeddings", "activation"),
          new AttentionNames(
              PREFIX,
              "transformer.layer.{i}.attention.",
              List.of("q_lin", "k_lin", "v_lin"),
              "out_lin.weight",
              "out_lin.bias"));
  private static final LayerNames LAYERS =
      new LayerNames(
          "transformer.layer.{i}.",
          "attention.out_lin.",
          "sa_layer_norm.",
          "ffn.lin1.",
          "ffn.lin2.",
          "output_layer_norm.",
          NormPlace.AFTER,
          false,
          null,
          List.of(
              "vocab_transform.",
              "vocab_layer_norm.",
              "vocab_projector.",
              "pre_classifier.",
              "classifier.",
              "qa_outputs."));

  @Override
  public FamilyNames names() {
    return NAMES;
  }

  @Override
  public EmbeddingNames embeddings() {
    return EmbeddingNames.BERT.withoutTypes();
  }

  @Override
  public LayerNames layers() {
    return LAYERS;
  }

  @Override
  public double layerNormEpsilon(ModelConfig config) {
    return 1e-12;
  }
}
