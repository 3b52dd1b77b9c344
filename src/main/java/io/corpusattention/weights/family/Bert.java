package io.corpusattention.weights.family;

import java.util.List;

/** BERT, which may be a decoder, too. */
record Bert() implements EncoderFamily {
  static final String HEADS = "num_attention_heads";
  private static final String PREFIX = "bert.";
  private static final AttentionNames ATTENTION = attention(PREFIX);

  /** The names that BERT and its kin have in common. */
  static AttentionNames attention(String prefix) {
    return new AttentionNames(
        prefix, "encoder.layer.{i}.attention.self.", List.of("query", "key", "value"));
  }

  static boolean isDecoder(ModelConfig config) {
    return config.flag("is_decoder", false);
  }

  @Override
  public List<String> modelTypes() {
    return List.of("bert");
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String headsField() {
    return HEADS;
  }

  @Override
  public AttentionNames attention() {
    return ATTENTION;
  }

  @Override
  public EmbeddingNames embeddings() {
    return EmbeddingNames.BERT;
  }

  @Override
  public boolean causal(ModelConfig config) {
    return isDecoder(config);
  }
}
