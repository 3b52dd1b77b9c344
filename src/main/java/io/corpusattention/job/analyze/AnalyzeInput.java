package io.corpusattention.job.analyze;

import io.corpusattention.analysis.WordIndex;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.DataType;

/** Where analyze takes attention from: a table, or sentences for which it is computed. */
sealed interface AnalyzeInput permits AnalyzeTable, AnalyzeSentences {
  /**
   * What is known before anything is measured.
   *
   * @param rows kinds of distributions that are measured: the weights of each head, first of all
   * @param hasTokens whether keys have tokens
   * @param idType the type of the id
   * @param randomWeights the source of random weights, or null where the weights are not random
   * @param positions where positions that the weights were trained with come from
   * @param records how many there are, where that is known
   */
  record Facts(
      int heads,
      int rows,
      boolean selfAttention,
      boolean hasTokens,
      DataType idType,
      List<Path> paths,
      CorpusSource source,
      String randomWeights,
      Positions positions,
      OptionalLong records) {}

  Facts facts();

  /** The words of each sentence. */
  JavaRDD<SentenceWords> words();

  /**
   * Measures everything.
   *
   * @param index words to speak of
   * @param tasks over which the parts are spread
   * @param done told of the progress
   */
  JavaPairRDD<Integer, AnalyzePart> parts(Sent<WordIndex> index, int tasks, Progress.Counter done);
}
