package io.corpusattention.job.embed;

import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.text.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * The passes over a text that come before it is embedded: its words, and its sentences in order.
 */
final class CorpusWords {
  /** Different words that a task counts before it hands them on. */
  private static final int COUNTED_AT_ONCE = 200_000;

  private CorpusWords() {}

  /** All different words of a corpus and how often each is there. */
  static Map<String, Long> count(TextCorpus corpus, SentenceCutter.Rules rules) {
    Map<String, Long> words = new HashMap<>();
    JavaPairRDD<String, Long> counts =
        corpus
            .rows()
            .mapPartitionsToPair(rows -> new Counts(rows, new SentenceCutter(rules)))
            .reduceByKey(Long::sum);
    counts.collect().forEach(word -> words.put(word._1(), word._2()));
    return words;
  }

  /** Each sentence with its id as text. */
  static JavaPairRDD<String, List<String>> sentences(
      TextCorpus corpus, SentenceCutter.Rules rules) {
    return corpus
        .rows()
        .mapPartitionsToPair(
            rows -> {
              SentenceCutter cutter = new SentenceCutter(rules);
              Sentences sentences = new Sentences();
              return flat(rows, row -> sentences.of(cutter, row));
            });
  }

  private interface Step<T> {
    Iterator<T> of(RawRow row);
  }

  private static <T> Iterator<T> flat(Iterator<RawRow> rows, Step<T> step) {
    return new Iterator<>() {
      private Iterator<T> ahead = List.<T>of().iterator();

      @Override
      public boolean hasNext() {
        while (!ahead.hasNext() && rows.hasNext()) {
          ahead = step.of(rows.next());
        }
        return ahead.hasNext();
      }

      @Override
      public T next() {
        return ahead.next();
      }
    };
  }

  /** Leaves aside what is no sentence: the pass that writes tells of it. */
  private abstract static class Sink implements SentenceCutter.Sink {
    @Override
    public void reject(Object id, Rejection rejection) {}

    @Override
    public void emptyLine() {}

    void cut(SentenceCutter cutter, RawRow row) {
      try {
        cutter.cut(row, this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Sentences extends Sink {
    private List<Tuple2<String, List<String>>> found = new ArrayList<>();

    Iterator<Tuple2<String, List<String>>> of(SentenceCutter cutter, RawRow row) {
      found = new ArrayList<>();
      cut(cutter, row);
      return found.iterator();
    }

    @Override
    public void sentence(Object id, Tokens tokens) {
      found.add(new Tuple2<>(id.toString(), List.of(tokens.tokens())));
    }
  }

  /** Counts words, and hands the counts on when there are many. */
  private static final class Counts extends Sink implements Iterator<Tuple2<String, Long>> {
    private final Iterator<RawRow> rows;
    private final SentenceCutter cutter;
    private Map<String, Long> counts = new HashMap<>();
    private Iterator<Map.Entry<String, Long>> counted = counts.entrySet().iterator();

    Counts(Iterator<RawRow> rows, SentenceCutter cutter) {
      this.rows = rows;
      this.cutter = cutter;
    }

    @Override
    public boolean hasNext() {
      if (!counted.hasNext() && rows.hasNext()) {
        counts = new HashMap<>();
        while (counts.size() < COUNTED_AT_ONCE && rows.hasNext()) {
          cut(cutter, rows.next());
        }
        counted = counts.entrySet().iterator();
      }
      return counted.hasNext();
    }

    @Override
    public Tuple2<String, Long> next() {
      Map.Entry<String, Long> word = counted.next();
      return new Tuple2<>(word.getKey(), word.getValue());
    }

    @Override
    public void sentence(Object id, Tokens tokens) {
      for (String token : tokens.tokens()) {
        counts.merge(token, 1L, Long::sum);
      }
    }
  }
}
