package io.corpusattention.job.embed;

import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.job.text.CutSentence;
import java.util.List;
import org.apache.commons.lang3.stream.Streams;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * The passes over a text that run before it is embedded. They return its words or its sentences.
 */
final class CorpusWords {
  private CorpusWords() {}

  /** Returns the distinct words of a corpus. */
  static List<String> distinct(TextCorpus corpus, SentenceCutter.Rules rules) {
    return sentences(corpus, rules).values().flatMap(List::iterator).distinct().collect();
  }

  /** Returns each sentence with its id as text. */
  static JavaPairRDD<String, List<String>> sentences(
      TextCorpus corpus, SentenceCutter.Rules rules) {
    return corpus
        .rows()
        .mapPartitionsToPair(
            rows ->
                Streams.of(CutSentence.of(rows, new SentenceCutter(rules)))
                    .map(cut -> new Tuple2<>(cut.id(), List.of(cut.tokens().tokens())))
                    .iterator());
  }
}
