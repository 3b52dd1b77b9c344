package io.corpusattention.weights.family;

import java.util.List;

/** BERT, which may also be a decoder, and related models. */
sealed class Bert implements EncoderFamily permits Roberta, Electra {
  private final FamilyNames names;
  private final LayerNames layers;

  Bert() {
    this("bert.", List.of("bert"), "cls.", "classifier.", "qa_outputs.");
  }

  Bert(String prefix, List<String> modelTypes, String... tasks) {
    this.names =
        new FamilyNames(
            modelTypes,
            prefix,
            ConfigNames.BERT,
            new AttentionNames(
                prefix, "encoder.layer.{i}.attention.self.", List.of("query", "key", "value")));
    this.layers = LayerNames.bert(tasks);
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
  public LayerNames layers() {
    return layers;
  }

  @Override
  public boolean causal(ModelConfig config) {
    return config.flag("is_decoder", false) && config.flag("is_causal", true);
  }
}
