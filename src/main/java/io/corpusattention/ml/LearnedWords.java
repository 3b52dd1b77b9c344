package io.corpusattention.ml;

import io.corpusattention.text.WordVectors;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;

/** Word vectors out of a model of Spark's Word2Vec, whose words come in no particular order. */
final class LearnedWords {
  private LearnedWords() {}

  /** A word with its vector, whose numbers were floats. */
  record Word(String word, Vector vector) {}

  /** The vectors and their mean, which is the same in whatever order they come. */
  static WordVectors of(List<Word> words) {
    List<Word> sorted = words.stream().sorted(Comparator.comparing(Word::word)).toList();
    int width = sorted.isEmpty() ? 0 : sorted.get(0).vector().size();
    float[] matrix = new float[Math.multiplyExact(sorted.size(), width)];
    double[] sums = new double[width];
    for (int row = 0; row < sorted.size(); row++) {
      for (int i = 0; i < width; i++) {
        double value = sorted.get(row).vector().apply(i);
        matrix[row * width + i] = (float) value;
        sums[i] += value;
      }
    }
    float[] mean = new float[width];
    for (int i = 0; i < width; i++) {
      mean[i] = (float) (sums[i] / sorted.size());
    }
    return new WordVectors(
        width, sorted.stream().map(Word::word).toArray(String[]::new), matrix, mean);
  }
}
