package io.corpusattention.weights.family;

import java.util.List;

/** RoBERTa and its kin: BERT, but for positions that begin after the padding token's id. */
record Roberta() implements EncoderFamily {
  private static final String PREFIX = "roberta.";
  private static final AttentionNames ATTENTION = Bert.attention(PREFIX);

  @Override
  public List<String> modelTypes() {
    return List.of("roberta", "xlm-roberta", "camembert");
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
  public int paddingId(ModelConfig config) {
    return config.index("pad_token_id", 1);
  }

  @Override
  public boolean causal(ModelConfig config) {
    return Bert.isDecoder(config);
  }
}
