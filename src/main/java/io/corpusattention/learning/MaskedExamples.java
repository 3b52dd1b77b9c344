package io.corpusattention.learning;

import io.corpusattention.math.Kernels;
import io.corpusattention.text.SinusoidalPositions;
import io.corpusattention.training.MaskedObjective;
import io.corpusattention.training.MaskedSentence;
import io.corpusattention.training.TrainingSums;
import java.util.List;

/** Sentences with hidden tokens, and other words to tell each of them from. */
final class MaskedExamples implements Examples {
  /** What the scores of the candidates are divided by. */
  private static final double TEMPERATURE = 1;

  private final MaskedObjective objective;
  private final Vocabulary vocabulary;
  private final HiddenTokens hidden;
  private final long seed;
  private final int width;
  private final int[] words; // scratch: the negatives of one hidden token
  private final boolean positioned;
  private float[] positions; // [longest sentence so far, d_model]; null for none

  MaskedExamples(Layer layer, LearningSettings settings, Goal.Masked goal, Vocabulary vocabulary) {
    this.objective =
        new MaskedObjective(
            layer.layout(),
            layer.attention(),
            TEMPERATURE,
            settings.entropyWeight(),
            Kernels.get());
    this.vocabulary = vocabulary;
    this.seed = settings.seed();
    this.width = layer.layout().shape().modelWidth();
    this.hidden = new HiddenTokens(seed, goal.hiddenShare(), width);
    this.words = new int[goal.negatives()];
    this.positioned = goal.positions();
  }

  @Override
  public void load(float[] parameters) {
    objective.load(parameters);
  }

  @Override
  public boolean add(
      List<TrainingSentence> sentences, long epoch, double baseline, TrainingSums sums) {
    List<MaskedSentence> masked = sentences.stream().map(s -> masked(s, epoch)).toList();
    return objective.add(masked, baseline, sums);
  }

  /** What is hidden of a sentence in an epoch; held-out sentences are always of epoch 0. */
  MaskedSentence masked(TrainingSentence sentence, long epoch) {
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
