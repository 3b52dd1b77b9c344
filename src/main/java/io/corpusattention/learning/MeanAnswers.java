package io.corpusattention.learning;

import io.corpusattention.training.MaskedSentence;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Finds hidden tokens by the mean of the embeddings of those that are not hidden: the continuous
 * bag of words (Mikolov et al., "Efficient estimation of word representations in vector space",
 * 2013), without training. Something to compare attention with.
 */
final class MeanAnswers {
  private MeanAnswers() {}

  /** The share of hidden tokens of the held-out sentences whose own embedding scores best. */
  static double accuracy(
      Shards shards, Layer layer, LearningSettings settings, Broadcast<Vocabulary> vocabulary) {
    int width = layer.layout().shape().modelWidth();
    List<Tuple2<Long, Long>> counts =
        shards
            .rdd()
            .mapPartitions(all -> count(all, layer, settings, vocabulary.value(), width))
            .collect();
    long right = counts.stream().mapToLong(Tuple2::_1).sum();
    long all = counts.stream().mapToLong(Tuple2::_2).sum();
    return right / (double) all;
  }

  private static Iterator<Tuple2<Long, Long>> count(
      Iterator<Shard> shards,
      Layer layer,
      LearningSettings settings,
      Vocabulary vocabulary,
      int width) {
    Goal.Masked goal = (Goal.Masked) settings.goal();
    MaskedSentences sentences = new MaskedSentences(layer, settings.seed(), goal, vocabulary);
    long right = 0;
    long all = 0;
    for (TrainingSentence sentence : shards.next().heldOut()) {
      MaskedSentence masked = sentences.of(sentence, 0);
      double[] mean = sumOfVisible(masked, width); // of no other length than the mean: same order
      for (int i = 0; i < masked.hidden().length; i++) {
        right += isRight(masked, i, mean, goal.negatives(), width) ? 1 : 0;
        all++;
      }
    }
    return List.of(new Tuple2<>(right, all)).iterator();
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

  private static boolean isRight(
      MaskedSentence sentence, int i, double[] answer, int negatives, int width) {
    double own = score(answer, sentence.embeddings(), sentence.hidden()[i] * width);
    for (int k = 0; k < negatives; k++) {
      int word = sentence.negatives()[i * negatives + k];
      if (score(answer, sentence.words(), word * width) >= own) {
        return false;
      }
    }
    return true;
  }

  private static double score(double[] answer, float[] values, int from) {
    double sum = 0;
    for (int column = 0; column < answer.length; column++) {
      sum += answer[column] * values[from + column];
    }
    return sum;
  }
}
