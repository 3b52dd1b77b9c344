package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.Best;
import io.corpusattention.analysis.summary.Keyword;
import io.corpusattention.analysis.summary.KeywordSums;
import io.corpusattention.analysis.summary.ScoredWords;
import io.corpusattention.analysis.summary.WordForms;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The plan that turns scored sentences into documents. Words and phrases are summed by document,
 * the best of each document are sent to the partition of its sentences, and each sentence is
 * compared with them. The text of a document is never held as a whole, so documents can have any
 * size.
 *
 * @param keywords maximum number of words, and of phrases, of a document
 * @param mainSentences maximum number of main sentences of a document
 * @param partitions number of partitions in the shuffles
 * @param forms which forms of a word are the same keyword
 */
record DocumentSummaries(int keywords, int mainSentences, int partitions, WordForms forms)
    implements Serializable {
  /** The key of a word or phrase in a document. */
  private record KeywordOf(Object document, boolean phrase, String key) implements Serializable {}

  /** The best words and phrases of a document. */
  private record Keywords(Best<Keyword> words, Best<Keyword> phrases) implements Serializable {
    Keywords add(Keyword keyword) {
      (keyword.phrase() ? phrases : words).add(keyword);
      return this;
    }

    Keywords add(Keywords other) {
      words.addAll(other.words);
      phrases.addAll(other.phrases);
      return this;
    }
  }

  /** Returns all documents, built from the sentences that are not rejected. */
  JavaRDD<SummarizeItem> of(JavaRDD<ScoredSentence> sentences) {
    JavaRDD<ScoredSentence> fit = sentences.filter(sentence -> sentence.rejection() == null);
    HashPartitioner byDocument = new HashPartitioner(partitions);
    JavaPairRDD<Object, Keywords> keywordsOf =
        fit.flatMapToPair(this::occurrences)
            .reduceByKey(KeywordSums::add, partitions)
            .mapToPair(
                sums ->
                    new Tuple2<>(
                        sums._1().document(),
                        sums._2().keyword(sums._1().key(), sums._1().phrase())))
            .aggregateByKey(none(), byDocument, Keywords::add, Keywords::add);
    JavaPairRDD<Object, ScoredSentence> sentencesOf =
        fit.mapToPair(sentence -> new Tuple2<>(sentence.document(), sentence))
            .partitionBy(byDocument);
    return keywordsOf.zipPartitions(sentencesOf, this::summaries);
  }

  private Keywords none() {
    return new Keywords(new Best<>(keywords), new Best<>(keywords));
  }

  private Iterator<Tuple2<KeywordOf, KeywordSums>> occurrences(ScoredSentence sentence) {
    ScoredWords scored = sentence.words();
    List<Tuple2<KeywordOf, KeywordSums>> found = new ArrayList<>();
    for (int i = 0; i < scored.words().length; i++) {
      if (scored.content()[i]) {
        found.add(occurrence(sentence, false, List.of(scored.words()[i]), scored.ranks()[i]));
      }
    }
    for (ScoredWords.Phrase phrase : scored.phrases()) {
      found.add(occurrence(sentence, true, phrase.words(), phrase.score()));
    }
    return found.iterator();
  }

  private Tuple2<KeywordOf, KeywordSums> occurrence(
      ScoredSentence sentence, boolean phrase, List<String> words, long score) {
    return new Tuple2<>(
        new KeywordOf(sentence.document(), phrase, forms.key(words)),
        new KeywordSums(forms.spelling(words), score));
  }

  /** Collects the keywords and main sentences of each document in a partition. */
  private Iterator<SummarizeItem> summaries(
      Iterator<Tuple2<Object, Keywords>> keywordsOf,
      Iterator<Tuple2<Object, ScoredSentence>> sentencesOf) {
    Map<Object, DocumentSummary> documents = new HashMap<>();
    keywordsOf.forEachRemaining(
        found ->
            documents.put(
                found._1(),
                new DocumentSummary(
                    found._1(), found._2().words(), found._2().phrases(), mainSentences, forms)));
    sentencesOf.forEachRemaining(
        found ->
            documents
                .computeIfAbsent(
                    found._1(), // a document that has only stop words
                    document -> {
                      Keywords none = none();
                      return new DocumentSummary(
                          document, none.words(), none.phrases(), mainSentences, forms);
                    })
                .add(found._2()));
    return documents.values().stream().<SummarizeItem>map(document -> document).iterator();
  }
}
