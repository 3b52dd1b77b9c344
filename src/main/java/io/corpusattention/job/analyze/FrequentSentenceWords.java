package io.corpusattention.job.analyze;

import io.corpusattention.analysis.TokenClasses;
import io.corpusattention.analysis.Words;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Words that occur often enough, counted by the executors; only these reach the driver. Punctuation
 * is none of them.
 *
 * @param queries words of queries that are not the sentence's own tokens
 * @param meetings about how many times words have met; tasks that were tried again may count twice
 */
record FrequentSentenceWords(List<String> keys, List<String> queries, long meetings) {
  static FrequentSentenceWords of(JavaRDD<SentenceWords> sentences, long minCount) {
    LongAccumulator met = sentences.rdd().sparkContext().longAccumulator("meetings");
    List<Tuple2<Boolean, String>> all =
        sentences
            .flatMapToPair(
                sentence -> {
                  met.add(meetings(sentence));
                  return occurrences(sentence).iterator();
                })
            .reduceByKey(Long::sum)
            .filter(word -> word._2() >= minCount)
            .keys()
            .collect();
    return new FrequentSentenceWords(
        all.stream().filter(word -> word._1()).map(Tuple2::_2).toList(),
        all.stream().filter(word -> !word._1()).map(Tuple2::_2).toList(),
        met.value());
  }

  private static long meetings(SentenceWords sentence) {
    return sentence.keys() == null || sentence.queries() == null
        ? 0
        : (long) sentence.keys().words().length * sentence.queries().words().length;
  }

  /** Each word of a sentence, with whether it is a key's, once for each time that it occurs. */
  @SuppressWarnings("ReferenceEquality") // self-attention has one list for both
  private static Stream<Tuple2<Tuple2<Boolean, String>, Long>> occurrences(SentenceWords sentence) {
    return sentence.queries() == sentence.keys()
        ? occurrences(sentence.keys(), true)
        : Stream.concat(occurrences(sentence.keys(), true), occurrences(sentence.queries(), false));
  }

  private static Stream<Tuple2<Tuple2<Boolean, String>, Long>> occurrences(
      Words words, boolean keys) {
    return words == null
        ? Stream.empty()
        : Arrays.stream(words.words())
            .filter(word -> !TokenClasses.punctuation(word))
            .map(word -> new Tuple2<>(new Tuple2<>(keys, word), 1L));
  }
}
