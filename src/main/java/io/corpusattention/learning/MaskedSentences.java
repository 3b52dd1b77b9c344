package io.corpusattention.learning;

import io.corpusattention.text.SinusoidalPositions;
import io.corpusattention.training.MaskedSentence;

/** Hides tokens of sentences, and draws the negatives of each hidden token. */
final class MaskedSentences {
  private final Vocabulary vocabulary;
  private final HiddenTokens hidden;
  private final long seed;
  private final int width;
  private final int[] words; // scratch: the negatives of one hidden token
  private final boolean positioned;
  private float[] positions; // [longest sentence so far, d_model]; null for none

  MaskedSentences(Layer layer, long seed, Goal.Masked goal, Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.seed = seed;
    this.width = layer.layout().shape().modelWidth();
    this.hidden = new HiddenTokens(seed, goal.hiddenShare(), width);
    this.words = new int[goal.negatives()];
    this.positioned = goal.positions();
  }

  /**
   * Returns a sentence with its hidden tokens and their negatives in an epoch. Held-out sentences
   * always use epoch 0.
   */
  MaskedSentence of(TrainingSentence sentence, long epoch) {
    int[] chosen = hidden.of(sentence, epoch);
    int[] negatives = new int[Math.multiplyExact(chosen.length, words.length)];
    for (int i = 0; i < chosen.length; i++) {
      vocabulary.negatives(seed, epoch, sentence, chosen[i], words);
      System.arraycopy(words, 0, negatives, i * words.length, words.length);
    }
    int n = sentence.tokens();
    if (positioned && (positions == null || positions.length < n * width)) {
      positions = new float[n * width];
      new SinusoidalPositions(width).addTo(positions, 0, n);
    }
    return new MaskedSentence(
        sentence.key(),
        n,
        sentence.embeddings(),
        positions,
        chosen,
        vocabulary.vectors(),
        negatives);
  }
}
