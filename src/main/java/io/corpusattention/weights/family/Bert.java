package io.corpusattention.weights.family;

import java.util.List;

/** BERT, which may be a decoder, too, and its kin. */
sealed class Bert implements EncoderFamily permits Roberta, Electra {
  private final FamilyNames names;

  Bert() {
    this("bert.", "bert");
  }

  Bert(String prefix, String... modelTypes) {
    this.names =
        new FamilyNames(
            List.of(modelTypes),
            prefix,
            "num_attention_heads",
            new AttentionNames(
                prefix, "encoder.layer.{i}.attention.self.", List.of("query", "key", "value")));
  }

  @Override
  public FamilyNames names() {
    return names;
  }

  @Override
  public EmbeddingNames embeddings() {
    return EmbeddingNames.BERT;
  }

  @Override
  public BlockNames blocks() {
    return getClass() == Bert.class ? BlockNames.BERT : null;
  }

  @Override
  public boolean causal(ModelConfig config) {
    return config.flag("is_decoder", false);
  }
}
