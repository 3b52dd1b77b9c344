package io.corpusattention.job.analyze;

import io.corpusattention.analysis.WordIndex;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.DataType;

/** Where analyze takes attention from: a table, or sentences for which it is computed. */
sealed interface AnalyzeInput permits AnalyzeTable, AnalyzeSentences {
  int heads();

  boolean selfAttention();

  /** Kinds of distributions that are measured: the weights of each head, first of all. */
  int rows();

  /** Whether keys have tokens. */
  boolean hasTokens();

  /** The type of the id. */
  DataType idType();

  List<Path> paths();

  CorpusSource source();

  /** The source of random weights, or null where the weights are not random. */
  String randomWeights();

  /** Where positions that the weights were trained with come from. */
  Positions positions();

  /** How many records there are, where that is known. */
  OptionalLong records();

  /** The words of each sentence. */
  JavaRDD<SentenceWords> words();

  /**
   * Measures everything.
   *
   * @param index words to speak of
   * @param tasks over which the parts are spread
   * @param done told of the progress
   */
  JavaPairRDD<Integer, AnalyzePart> parts(
      Broadcast<WordIndex> index, int tasks, Progress.Counter done);
}
