package io.corpusattention.weights.family;

import java.util.List;

/**
 * The names of an embedding layer's tensors, after the prefix.
 *
 * @param words of the words' embeddings
 * @param positions of the positions'
 * @param types of the segments'; null in families without
 * @param norm what stands before weight and bias of the LayerNorm; null in families without
 * @param projection what stands before weight and bias of the dense layer that widens the
 *     embeddings, in models that have one
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

  /** Whether a tensor is a table of indices that older files have. */
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
