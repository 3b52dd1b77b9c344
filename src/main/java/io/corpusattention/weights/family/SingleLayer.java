package io.corpusattention.weights.family;

import java.util.List;

/** No model, but what a user or the train job saves: one attention layer. */
record SingleLayer() implements ModelFamily {
  private static final AttentionNames ATTENTION =
      new AttentionNames("", "", List.of("query", "key", "value"));

  @Override
  public List<String> modelTypes() {
    return List.of();
  }

  @Override
  public String prefix() {
    return "";
  }

  @Override
  public String headsField() {
    return "num_attention_heads";
  }

  @Override
  public AttentionNames attention() {
    return ATTENTION;
  }
}
