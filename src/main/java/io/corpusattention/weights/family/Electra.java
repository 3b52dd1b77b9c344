package io.corpusattention.weights.family;

import java.util.List;

/** ELECTRA: BERT under another prefix, in some sizes with embeddings that are widened. */
record Electra() implements EncoderFamily {
  private static final String PREFIX = "electra.";
  private static final AttentionNames ATTENTION = Bert.attention(PREFIX);

  @Override
  public List<String> modelTypes() {
    return List.of("electra");
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String headsField() {
    return Bert.HEADS;
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
    return Bert.isDecoder(config);
  }
}
