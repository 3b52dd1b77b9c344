package io.corpusattention.learning;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.math.CounterRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Creates sentences with a small vocabulary to learn from, in any order and any partitions. */
final class Sentences {
  static final int WIDTH = 8;
  static final int WORDS = 30;

  private Sentences() {}

  /** Returns the vector of a word, which is the same in all sentences. */
  static float[] word(int word) {
    SplittableRandom random = new SplittableRandom(word);
    float[] vector = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  /** Returns a sentence of these words. -1 is an unknown word, which is a vector of zeros. */
  static TrainingSentence of(long id, String label, int... words) {
    float[] embeddings = new float[words.length * WIDTH];
    for (int i = 0; i < words.length; i++) {
      if (words[i] >= 0) {
        System.arraycopy(word(words[i]), 0, embeddings, i * WIDTH, WIDTH);
      }
    }
    return new TrainingSentence(CounterRandom.next(1, id), words.length, embeddings, label);
  }

  /** Returns sentences of 2 to 8 tokens in two classes. */
  static List<TrainingRecord> many(int count) {
    List<TrainingRecord> records = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      int[] words = new SplittableRandom(id).ints(2 + id % 7, 0, WORDS).toArray();
      records.add(TrainingRecord.fit(of(id, id % 2 == 0 ? "even" : "odd", words)));
    }
    return records;
  }

  static TrainingRecord rejected(long id) {
    return TrainingRecord.rejected(id, new Rejection(RejectReason.EMPTY, "there are no tokens"));
  }

  /** Distributes the records to partitions in an order that depends on the seed. */
  static JavaRDD<TrainingRecord> spread(List<TrainingRecord> records, int partitions, long seed) {
    List<TrainingRecord> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new java.util.Random(seed));
    return JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext())
        .parallelize(shuffled, partitions);
  }

  /** Returns numbers of partitions, which also serve as seeds of the order. */
  static IntStream partitions() {
    return IntStream.of(1, 3, 8);
  }
}
