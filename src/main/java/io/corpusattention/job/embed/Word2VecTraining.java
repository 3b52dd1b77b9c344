package io.corpusattention.job.embed;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.text.WordVectors;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.feature.Word2Vec;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Learns word vectors from a corpus with Spark MLlib's Word2Vec (skip-gram with a hierarchical
 * softmax, Mikolov et al. 2013).
 *
 * <p>Words are normalized to composed letters and lower case. One task learns from the sentences in
 * the order of their ids as text. So the same corpus and settings give the same vectors regardless
 * of how the input is partitioned. The last bits may differ on processors with another vector
 * width.
 */
final class Word2VecTraining {
  private static final int ONE_TASK = 1;

  private Word2VecTraining() {}

  /**
   * Learns vectors for the words of a corpus.
   *
   * @throws BadSettingException if no word is frequent enough, or if all vectors together are too
   *     large
   */
  static WordVectors learn(
      TextCorpus corpus, SentenceCutter.Rules rules, Word2VecSettings settings) {
    JavaRDD<List<String>> sentences =
        CorpusWords.sentences(corpus, rules)
            .mapValues(words -> words.stream().map(WordVectors::learned).toList())
            .repartitionAndSortWithinPartitions(new HashPartitioner(ONE_TASK))
            .values();
    try {
      return WordVectors.of(
          new TreeMap<>(
              CollectionConverters.asJava(
                  new Word2Vec()
                      .setVectorSize(settings.dimOrDefault())
                      .setMinCount(settings.minCountOrDefault())
                      .setSeed(settings.seedOrDefault())
                      .setNumIterations(settings.epochsOrDefault())
                      .setNumPartitions(ONE_TASK)
                      .fit(sentences)
                      .getVectors())));
    } catch (IllegalArgumentException e) { // MLlib throws it if there are no words
      throw Setting.MIN_COUNT
          .of(settings.minCountOrDefault())
          .bad(
              "no word of the corpus occurs so often; use a lower one, such as 1, or give vectors"
                  + " that were learned from more text (",
              Setting.VECTORS,
              "), or a model (",
              Setting.MODEL,
              ")")
          .causedBy(e);
    } catch (RuntimeException e) {
      if (e.getClass()
          == RuntimeException.class) { // MLlib throws it if the vectors exceed an array
        throw Setting.DIM
            .of(settings.dimOrDefault())
            .bad("cannot be learned: " + RootCause.of(e))
            .causedBy(e);
      }
      throw e;
    }
  }
}
