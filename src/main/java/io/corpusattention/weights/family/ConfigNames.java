package io.corpusattention.weights.family;

/**
 * The fields of config.json that say how a family's model is built.
 *
 * @param layers how many
 * @param heads of attention
 * @param width d_model
 * @param inner d_ff
 * @param positions the most tokens that have one
 * @param activation in the feed-forward network
 */
public record ConfigNames(
    String layers, String heads, String width, String inner, String positions, String activation) {
  static final ConfigNames BERT =
      new ConfigNames(
          "num_hidden_layers",
          "num_attention_heads",
          "hidden_size",
          "intermediate_size",
          "max_position_embeddings",
          "hidden_act");
}
