package io.corpusattention.job.analyze;

import io.corpusattention.analysis.word.TokenClasses;
import io.corpusattention.analysis.word.Words;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * The frequent words, counted by the executors. Only these words reach the driver. Punctuation does
 * not count as words.
 *
 * @param queries words of the queries if these are not the sentence's own tokens
 * @param specials the most frequent special tokens by name, sorted by text
 * @param meetings approximate number of word pairs in all sentences; retried tasks may count twice
 */
record FrequentSentenceWords(
    List<String> keys, List<String> queries, List<String> specials, long meetings) {
  static final FrequentSentenceWords NONE =
      new FrequentSentenceWords(List.of(), List.of(), List.of(), 0);

  /** The maximum number of special tokens to list by name. Tokenizers add two or three. */
  private static final int NAMED = 16;

  /** The role of a word in its sentence. */
  private enum Kind {
    KEY,
    QUERY,
    SPECIAL
  }

  static FrequentSentenceWords of(JavaRDD<SentenceWords> sentences, long minCount) {
    LongAccumulator met = sentences.rdd().sparkContext().longAccumulator("meetings");
    List<Tuple2<Tuple2<String, String>, Long>> all =
        sentences
            .flatMapToPair(
                sentence -> {
                  met.add(meetings(sentence));
                  return occurrences(sentence).iterator();
                })
            .reduceByKey(Long::sum)
            .filter(word -> word._2() >= minCount || is(Kind.SPECIAL).test(word))
            .collect();
    return new FrequentSentenceWords(
        all.stream().filter(is(Kind.KEY)).map(word -> word._1()._2()).toList(),
        all.stream().filter(is(Kind.QUERY)).map(word -> word._1()._2()).toList(),
        all.stream()
            .filter(is(Kind.SPECIAL))
            .sorted(
                Comparator.<Tuple2<Tuple2<String, String>, Long>>comparingLong(word -> -word._2())
                    .thenComparing(word -> word._1()._2()))
            .limit(NAMED)
            .map(word -> word._1()._2())
            .sorted()
            .toList(),
        met.value());
  }

  private static Predicate<Tuple2<Tuple2<String, String>, Long>> is(Kind kind) {
    return word -> word._1()._1().equals(kind.name());
  }

  private static long meetings(SentenceWords sentence) {
    return sentence.keys() == null || sentence.queries() == null
        ? 0
        : (long) sentence.keys().words().length * sentence.queries().words().length;
  }

  /** Returns each word of a sentence with its kind, once for each occurrence. */
  @SuppressWarnings("ReferenceEquality") // self-attention shares one list for both
  private static Stream<Tuple2<Tuple2<String, String>, Long>> occurrences(SentenceWords sentence) {
    Words keys = sentence.keys();
    Stream<Tuple2<Tuple2<String, String>, Long>> ofKeys =
        Stream.concat(words(keys, Kind.KEY), specials(keys));
    return sentence.queries() == keys
        ? ofKeys
        : Stream.concat(ofKeys, words(sentence.queries(), Kind.QUERY));
  }

  private static Stream<Tuple2<Tuple2<String, String>, Long>> words(Words words, Kind kind) {
    return words == null
        ? Stream.empty()
        : Stream.of(words.words())
            .filter(word -> !TokenClasses.punctuation(word))
            .map(word -> once(kind, word));
  }

  private static Stream<Tuple2<Tuple2<String, String>, Long>> specials(Words words) {
    return words == null
        ? Stream.empty()
        : IntStream.range(0, words.tokens().length)
            .filter(i -> words.wordOf()[i] < 0)
            .mapToObj(i -> once(Kind.SPECIAL, words.tokens()[i]));
  }

  private static Tuple2<Tuple2<String, String>, Long> once(Kind kind, String word) {
    // The name, because the hash of an enum differs between virtual machines.
    return new Tuple2<>(new Tuple2<>(kind.name(), word), 1L);
  }
}
