package io.corpusattention.job.embed;

import io.corpusattention.text.Embedder;
import io.corpusattention.text.ModelEmbedder;
import io.corpusattention.text.UnknownWords;
import io.corpusattention.text.WordVectorEmbedder;
import io.corpusattention.text.WordVectors;
import io.corpusattention.weights.EmbeddingLayer;
import java.io.Serializable;

/**
 * How tokens become embeddings. This object is sent to the executors.
 *
 * @param vectors vectors of the words in the corpus; null if a model makes the embeddings
 * @param sinusoidal whether to add sinusoidal positions
 * @param layer the embedding layer of a model; null if words have vectors
 */
record EmbedMethod(
    WordVectors vectors, UnknownWords unknown, boolean sinusoidal, EmbeddingLayer layer)
    implements Serializable {
  /** Returns the method that uses a model's embedding layer. */
  static EmbedMethod of(EmbeddingLayer layer) {
    return new EmbedMethod(null, null, false, layer);
  }

  Embedder newEmbedder() {
    return layer != null
        ? new ModelEmbedder(layer)
        : new WordVectorEmbedder(vectors, unknown, sinusoidal);
  }

  /** Returns d_model. */
  int width() {
    return layer != null ? layer.width() : vectors.width();
  }
}
