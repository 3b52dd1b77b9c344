package io.corpusattention.weights.family;

/**
 * The names of the fields in config.json that describe the structure of a family's models.
 *
 * @param layers the number of layers
 * @param heads the number of attention heads
 * @param width d_model
 * @param inner d_ff
 * @param positions the number of positions
 * @param activation the activation in the feed-forward network
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
