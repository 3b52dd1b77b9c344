package io.corpusattention.job.analyze;

import io.corpusattention.analysis.TokenClasses;
import io.corpusattention.analysis.Words;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Words that occur often enough, counted by the executors; only these reach the driver. Punctuation
 * is none of them.
 */
final class FrequentSentenceWords {
  /** Different words that a task counts before it hands them on. */
  private static final int COUNTED_AT_ONCE = 200_000;

  private final List<String> keys;
  private final List<String> queries;
  private final long meetings;

  FrequentSentenceWords(JavaRDD<SentenceWords> sentences, long minCount) {
    LongAccumulator met = sentences.rdd().sparkContext().longAccumulator("meetings");
    JavaRDD<Tuple2<Boolean, String>> frequent =
        sentences
            .mapPartitionsToPair(part -> new Counting(part, met))
            .reduceByKey(Long::sum)
            .filter(word -> word._2() >= minCount)
            .keys();
    List<Tuple2<Boolean, String>> all = frequent.collect();
    meetings = met.value();
    keys = all.stream().filter(word -> word._1()).map(Tuple2::_2).toList();
    queries = all.stream().filter(word -> !word._1()).map(Tuple2::_2).toList();
  }

  List<String> keys() {
    return keys;
  }

  /** About how many times words have met; tasks that were tried again may count twice. */
  long meetings() {
    return meetings;
  }

  /** Words of queries that are not the sentence's own tokens. */
  List<String> queries() {
    return queries;
  }

  /** Counts words, those of keys and those of queries, and hands them on when there are many. */
  private static final class Counting implements Iterator<Tuple2<Tuple2<Boolean, String>, Long>> {
    private final Iterator<SentenceWords> sentences;
    private final LongAccumulator meetings;
    private Iterator<Map.Entry<Tuple2<Boolean, String>, Long>> counted =
        Map.<Tuple2<Boolean, String>, Long>of().entrySet().iterator();

    Counting(Iterator<SentenceWords> sentences, LongAccumulator meetings) {
      this.sentences = sentences;
      this.meetings = meetings;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // self-attention has one list for both
    public boolean hasNext() {
      if (!counted.hasNext() && sentences.hasNext()) {
        Map<Tuple2<Boolean, String>, Long> counts = new HashMap<>();
        while (counts.size() < COUNTED_AT_ONCE && sentences.hasNext()) {
          SentenceWords sentence = sentences.next();
          count(counts, sentence.keys(), true);
          if (sentence.queries() != sentence.keys()) {
            count(counts, sentence.queries(), false);
          }
          if (sentence.keys() != null && sentence.queries() != null) {
            meetings.add((long) sentence.keys().words().length * sentence.queries().words().length);
          }
        }
        counted = counts.entrySet().iterator();
      }
      return counted.hasNext();
    }

    private static void count(
        Map<Tuple2<Boolean, String>, Long> counts, Words words, boolean keys) {
      if (words != null) {
        for (String word : words.words()) {
          if (!TokenClasses.punctuation(word)) {
            counts.merge(new Tuple2<>(keys, word), 1L, Long::sum);
          }
        }
      }
    }

    @Override
    public Tuple2<Tuple2<Boolean, String>, Long> next() {
      Map.Entry<Tuple2<Boolean, String>, Long> word = counted.next();
      return new Tuple2<>(word.getKey(), word.getValue());
    }
  }
}
