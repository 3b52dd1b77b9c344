package io.corpusattention.job.embed;

import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.text.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.lang3.stream.Streams;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * The passes over a text that come before it is embedded: its words, and its sentences in order.
 */
final class CorpusWords {
  private CorpusWords() {}

  /** All different words of a corpus. */
  static List<String> distinct(TextCorpus corpus, SentenceCutter.Rules rules) {
    return sentences(corpus, rules).values().flatMap(List::iterator).distinct().collect();
  }

  /** Each sentence with its id as text. */
  static JavaPairRDD<String, List<String>> sentences(
      TextCorpus corpus, SentenceCutter.Rules rules) {
    return corpus
        .rows()
        .mapPartitionsToPair(
            rows -> {
              Sentences sentences = new Sentences(new SentenceCutter(rules));
              return Streams.of(rows).flatMap(sentences::of).iterator();
            });
  }

  /** Leaves aside what is no sentence: the pass that writes tells of it. */
  private static final class Sentences implements SentenceCutter.Sink {
    private final SentenceCutter cutter;
    private List<Tuple2<String, List<String>>> found;

    Sentences(SentenceCutter cutter) {
      this.cutter = cutter;
    }

    Stream<Tuple2<String, List<String>>> of(RawRow row) {
      found = new ArrayList<>();
      try {
        cutter.cut(row, this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return found.stream();
    }

    @Override
    public void sentence(Object id, Tokens tokens) {
      found.add(new Tuple2<>(id.toString(), List.of(tokens.tokens())));
    }

    @Override
    public void reject(Object id, Rejection rejection) {}

    @Override
    public void emptyLine() {}
  }
}
