package io.corpusattention.text;

import java.util.Arrays;

/** Embeds words by looking up their vectors. */
public final class WordVectorEmbedder implements Embedder {
  private final WordVectors vectors;
  private final UnknownWords unknownWords;
  private final SinusoidalPositions positions; // null for none
  private final EmbeddedSentence embedded;

  /**
   * Creates an embedder of words.
   *
   * @param positions whether to add {@link SinusoidalPositions}
   */
  public WordVectorEmbedder(WordVectors vectors, UnknownWords unknownWords, boolean positions) {
    this.vectors = vectors;
    this.unknownWords = unknownWords;
    this.positions = positions ? new SinusoidalPositions(vectors.width()) : null;
    this.embedded = new EmbeddedSentence(vectors.width());
  }

  @Override
  public int width() {
    return vectors.width();
  }

  @Override
  public EmbeddedSentence embed(Tokens sentence) {
    int width = width();
    String[] tokens = sentence.tokens();
    int[] wordIds = sentence.wordIds() == null ? null : new int[tokens.length];
    embedded.start(tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      int row = vectors.find(tokens[i]);
      if (row < 0) {
        embedded.unknown(tokens[i]);
        if (unknownWords == UnknownWords.DROP) {
          continue;
        }
      }
      if (wordIds != null) {
        wordIds[embedded.size()] = sentence.wordIds()[i];
      }
      int at = embedded.add(tokens[i]);
      if (row >= 0) {
        System.arraycopy(vectors.matrix(), row * width, embedded.embeddings(), at, width);
      } else if (unknownWords == UnknownWords.MEAN) {
        System.arraycopy(vectors.mean(), 0, embedded.embeddings(), at, width);
      } else {
        Arrays.fill(embedded.embeddings(), at, at + width, 0);
      }
    }
    embedded.wordIds(wordIds);
    if (positions != null) {
      positions.addTo(embedded.embeddings(), 0, embedded.size());
    }
    return embedded;
  }
}
