package io.corpusattention.weights.family;

import java.util.List;

/**
 * The names of an embedding layer's tensors, after the prefix.
 *
 * @param words the word embeddings
 * @param positions the position embeddings
 * @param types the segment embeddings; null in families without segments
 * @param norm the part before weight and bias of the LayerNorm; null in families without one
 * @param projection the part before weight and bias of the dense layer that widens the embeddings;
 *     null in families without one
 */
public record EmbeddingNames(
    String words, String positions, String types, String norm, String projection) {
  static final EmbeddingNames BERT =
      new EmbeddingNames(
          "embeddings.word_embeddings.weight",
          "embeddings.position_embeddings.weight",
          "embeddings.token_type_embeddings.weight",
          "embeddings.LayerNorm.",
          null);

  static final EmbeddingNames GPT2 =
      new EmbeddingNames("wte.weight", "wpe.weight", null, null, null);

  /** Returns whether a tensor is a table of indices, which older files contain. */
  boolean isIndices(String name) {
    return List.of("embeddings.position_ids", "embeddings.token_type_ids").contains(name);
  }

  EmbeddingNames withProjection(String module) {
    return new EmbeddingNames(words, positions, types, norm, module);
  }

  EmbeddingNames withoutTypes() {
    return new EmbeddingNames(words, positions, null, norm, projection);
  }
}
