package io.corpusattention.learning;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.KilledTask;
import io.corpusattention.training.NegativeSampler;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The words from which hidden tokens are told apart. A word is an embedding: two spellings with the
 * same vector are one word, because no context could tell them apart. If embeddings are hidden
 * states, each occurs once and is its own word. Vectors of zeros stand for unknown words and are
 * left out.
 */
final class Vocabulary implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * The maximum number of words, so that they fit into a broadcast. The most frequent ones are
   * kept.
   */
  private static final int WORDS = 20_000;

  /** Orders words by frequency. On a tie, the word with the lower hash is greater. */
  private static final Comparator<Tuple2<Long, Long>> MOST_FREQUENT =
      (Comparator<Tuple2<Long, Long>> & Serializable)
          (one, other) -> {
            int byCount = Long.compare(one._2(), other._2());
            return byCount != 0 ? byCount : Long.compare(other._1(), one._1());
          };

  private final int width;
  private final float[] vectors; // [words, d_model]
  private final WordPlaces places; // place of a word, by the hash of its vector
  private final NegativeSampler sampler;

  private Vocabulary(int width, float[] vectors, WordPlaces places, NegativeSampler sampler) {
    this.width = width;
    this.vectors = vectors;
    this.places = places;
    this.sampler = sampler;
  }

  /**
   * Counts the words of the training sentences.
   *
   * @throws BadSettingException if there are fewer than two
   */
  static Vocabulary of(Shards shards, int width) {
    List<Tuple2<Long, Long>> words =
        shards
            .rdd()
            .mapPartitionsToPair(all -> counted(all, width))
            .reduceByKey(Long::sum)
            .top(WORDS, MOST_FREQUENT);
    long[] hashes = new long[words.size()];
    long[] counts = new long[words.size()];
    for (int i = 0; i < counts.length; i++) {
      hashes[i] = words.get(i)._1();
      counts[i] = words.get(i)._2();
    }
    NegativeSampler sampler = new NegativeSampler(counts);
    WordPlaces places = new WordPlaces(hashes);
    float[] vectors = new float[Math.multiplyExact(counts.length, width)];
    JavaRDD<Tuple2<Integer, float[]>> found =
        shards.rdd().mapPartitions(all -> vectors(all, places, width));
    for (Tuple2<Integer, float[]> word : found.collect()) {
      System.arraycopy(word._2(), 0, vectors, word._1() * width, width);
    }
    return new Vocabulary(width, vectors, places, sampler);
  }

  private static Iterator<Tuple2<Long, Long>> counted(Iterator<Shard> shards, int width) {
    Map<Long, Long> counts = new HashMap<>();
    while (shards.hasNext()) {
      for (TrainingSentence sentence : shards.next().training()) {
        KilledTask.end();
        for (int token = 0; token < sentence.tokens(); token++) {
          if (!isZero(sentence.embeddings(), token * width, width)) {
            counts.merge(hash(sentence.embeddings(), token * width, width), 1L, Long::sum);
          }
        }
      }
    }
    return counts.entrySet().stream()
        .map(word -> new Tuple2<>(word.getKey(), word.getValue()))
        .iterator();
  }

  private static Iterator<Tuple2<Integer, float[]>> vectors(
      Iterator<Shard> shards, WordPlaces places, int width) {
    Map<Integer, float[]> found = new HashMap<>();
    while (shards.hasNext()) {
      for (TrainingSentence sentence : shards.next().training()) {
        KilledTask.end();
        for (int token = 0; token < sentence.tokens(); token++) {
          float[] all = sentence.embeddings();
          int place = places.of(hash(all, token * width, width));
          if (place >= 0 && !found.containsKey(place)) {
            found.put(place, Arrays.copyOfRange(all, token * width, (token + 1) * width));
          }
        }
      }
    }
    return found.entrySet().stream()
        .map(word -> new Tuple2<>(word.getKey(), word.getValue()))
        .iterator();
  }

  /** Returns whether a vector is all zeros, as those of unknown words are. */
  static boolean isZero(float[] values, int from, int width) {
    for (int i = from; i < from + width; i++) {
      if (values[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns a 64-bit hash of a vector. */
  static long hash(float[] values, int from, int width) {
    long hash = 0x9e3779b97f4a7c15L;
    for (int i = from; i < from + width; i++) {
      hash = (hash ^ Float.floatToRawIntBits(values[i])) * 0xbf58476d1ce4e5b9L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /**
   * Draws the negatives of one hidden token.
   *
   * @param chosen the array to fill with words, which are rows of {@link #vectors}
   */
  void negatives(long seed, long epoch, TrainingSentence sentence, int position, int[] chosen) {
    int truth = places.of(hash(sentence.embeddings(), position * width, width));
    sampler.draw(seed, epoch, sentence.key(), position, truth, chosen);
  }

  /** Returns the vectors of all words: [words, d_model]. */
  float[] vectors() {
    return vectors;
  }

  int size() {
    return places.size();
  }
}
