package io.corpusattention.learning;

import io.corpusattention.corpus.KilledTask;
import io.corpusattention.training.MaskedSentence;
import io.corpusattention.training.TrainingSums;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/**
 * Finds hidden tokens by the mean of the embeddings of all other tokens, as a baseline for
 * attention. This is the continuous bag of words (Mikolov et al., "Efficient estimation of word
 * representations in vector space", 2013), without training.
 */
final class MeanAnswers {
  private MeanAnswers() {}

  /**
   * Returns the losses and the accuracy over the hidden tokens of the held-out sentences, without
   * gradients. The bits do not depend on the shards.
   */
  static TrainingSums measure(
      Shards shards, Layer layer, LearningSettings settings, Broadcast<Vocabulary> vocabulary) {
    int width = layer.layout().shape().modelWidth();
    List<TrainingSums> parts =
        shards
            .rdd()
            .mapPartitions(all -> measure(all, layer, settings, vocabulary.value(), width))
            .collect();
    TrainingSums sums = new TrainingSums(0);
    parts.forEach(sums::addAll);
    return sums;
  }

  private static Iterator<TrainingSums> measure(
      Iterator<Shard> shards,
      Layer layer,
      LearningSettings settings,
      Vocabulary vocabulary,
      int width) {
    Goal.Masked goal = (Goal.Masked) settings.goal();
    MaskedSentences sentences = new MaskedSentences(layer, settings.seed(), goal, vocabulary);
    TrainingSums sums = new TrainingSums(0);
    for (TrainingSentence sentence : shards.next().heldOut()) {
      KilledTask.end();
      MaskedSentence masked = sentences.of(sentence, 0);
      double[] answer = sumOfVisible(masked, width);
      // Scores with the sum are those with the mean times the number of visible tokens, so the best
      // candidate is the same.
      int visible = Math.max(1, masked.tokens() - masked.hidden().length);
      double factor = 1 / (visible * Examples.TEMPERATURE);
      for (int i = 0; i < masked.hidden().length; i++) {
        add(masked, i, answer, factor, sums);
      }
    }
    return List.of(sums).iterator();
  }

  private static double[] sumOfVisible(MaskedSentence sentence, int width) {
    double[] sum = new double[width];
    int next = 0;
    for (int token = 0; token < sentence.tokens(); token++) {
      if (next < sentence.hidden().length && sentence.hidden()[next] == token) {
        next++;
        continue;
      }
      for (int column = 0; column < width; column++) {
        sum[column] += sentence.embeddings()[token * width + column];
      }
    }
    return sum;
  }

  /** Adds the loss of one hidden token, the same as in training: −ln softmax of its own score. */
  private static void add(
      MaskedSentence sentence, int i, double[] answer, double factor, TrainingSums sums) {
    int width = answer.length;
    int others = sentence.negatives().length / sentence.hidden().length;
    double own = score(answer, sentence.embeddings(), sentence.hidden()[i] * width);
    double[] scores = new double[others];
    double largest = own;
    boolean right = true;
    for (int k = 0; k < others; k++) {
      int word = sentence.negatives()[i * others + k];
      scores[k] = score(answer, sentence.words(), word * width);
      largest = Math.max(largest, scores[k]);
      right &= scores[k] < own;
    }
    // StrictMath: has the same bits on every machine
    double sum = StrictMath.exp((own - largest) * factor);
    for (double score : scores) {
      sum += StrictMath.exp((score - largest) * factor);
    }
    sums.addExample(StrictMath.log(sum) - (own - largest) * factor, right);
  }

  private static double score(double[] answer, float[] values, int from) {
    double sum = 0;
    for (int column = 0; column < answer.length; column++) {
      sum += answer[column] * values[from + column];
    }
    return sum;
  }
}
