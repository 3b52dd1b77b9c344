package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Verifies that words become vectors, and that words without a vector follow --unknown. */
class WordVectorEmbedderTest {
  private static final WordVectors VECTORS =
      new WordVectors(2, new String[] {"a", "b"}, new float[] {1, 2, 3, 4}, new float[] {5, 6});
  private static final Tokens SENTENCE = new WordTokenizer(100).tokenize("B x a x");

  private static EmbeddedSentence embed(UnknownWords unknown) {
    return new WordVectorEmbedder(VECTORS, unknown, false).embed(SENTENCE);
  }

  private static float[] numbers(EmbeddedSentence embedded) {
    return Arrays.copyOf(embedded.embeddings(), embedded.embeddingsCount());
  }

  @Test
  void unknownWordsAreDroppedOrZeroOrTheMean() {
    EmbeddedSentence dropped = embed(UnknownWords.DROP);
    assertThat(dropped.tokens()).containsExactly("B", "a");
    assertThat(numbers(dropped)).containsExactly(3, 4, 1, 2);
    assertThat(dropped.unknown()).containsExactly("x", "x");
    EmbeddedSentence zero = embed(UnknownWords.ZERO);
    assertThat(zero.tokens()).containsExactly("B", "x", "a", "x");
    assertThat(numbers(zero)).containsExactly(3, 4, 0, 0, 1, 2, 0, 0);
    assertThat(zero.unknown()).hasSize(2);
    assertThat(numbers(embed(UnknownWords.MEAN))).containsExactly(3, 4, 5, 6, 1, 2, 5, 6);
  }

  @Test
  void aWordIsLookedForAsWrittenThenInComposedLettersThenInLowerCase() {
    String[] words = {"\u00e9", "e\u0301x", "\u00e9x", "E\u0301y"};
    WordVectors vectors = new WordVectors(1, words, new float[] {1, 2, 3, 4}, null);
    assertThat(vectors.find("e\u0301")).isZero();
    assertThat(vectors.find("E\u0301")).isZero();
    assertThat(vectors.find("e\u0301x")).isOne();
    assertThat(vectors.find("\u00c9x")).isEqualTo(2);
    assertThat(vectors.find("E\u0301y")).isEqualTo(3);
    assertThat(vectors.find("o\u0301")).isNegative();
  }

  @Test
  void oneSentenceLeavesNothingInTheNext() {
    WordVectorEmbedder embedder = new WordVectorEmbedder(VECTORS, UnknownWords.ZERO, true);
    float[] alone = numbers(embedder.embed(SENTENCE));
    embedder.embed(Tokens.words(List.of("a b ".repeat(500).split(" ")), 10_000));
    assertThat(numbers(embedder.embed(SENTENCE))).isEqualTo(alone);
    assertThat(embedder.embed(SENTENCE).unknown()).hasSize(2);
  }

  @Test
  void positionsAreThoseOfTheirFormula() {
    for (int width : new int[] {4, 5}) {
      float[] matrix = new float[width];
      WordVectors vectors = new WordVectors(width, new String[] {"a"}, matrix, null);
      Tokens tokens = Tokens.words(List.of("a ".repeat(300).split(" ")), 1000);
      EmbeddedSentence embedded =
          new WordVectorEmbedder(vectors, UnknownWords.ZERO, true).embed(tokens);
      for (int position = 0; position < 300; position++) {
        for (int i = 0; i < width; i++) {
          double angle = position / Math.pow(10_000, (double) (i - i % 2) / width);
          assertThat((double) embedded.embeddings()[position * width + i])
              .isCloseTo(i % 2 == 0 ? Math.sin(angle) : Math.cos(angle), Offset.offset(1e-6));
        }
      }
    }
  }
}
