package io.corpusattention.job.analyze;

import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.ShownSettings;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.StructField;

/** Where analyze takes attention from: a table, or sentences for which it is computed. */
sealed interface AnalyzeInput permits AnalyzeTable, AnalyzeSentences, AnalyzeText {
  /**
   * What is known before anything is measured.
   *
   * @param layers their numbers, ascending; null for a layer that has none
   * @param heads of each layer
   * @param hasTokens whether keys have tokens
   * @param causal whether no query sees a later key
   * @param wholeModel whether the layers are all of a model
   * @param id the column of the ids
   * @param randomWeights the source of random weights, or null where the weights are not random
   * @param positions where positions that the weights were trained with come from
   * @param records how many there are, where that is known
   */
  record Facts(
      List<Integer> layers,
      int heads,
      boolean selfAttention,
      boolean hasTokens,
      boolean causal,
      boolean wholeModel,
      StructField id,
      InputFiles inputFiles,
      CorpusSource source,
      String randomWeights,
      Positions positions,
      OptionalLong records) {}

  Facts facts();

  /** Takes back from the executors what its passes have sent them. */
  default void takeBack() {}

  /** Shows what is in force of the settings of the input and of its attention. */
  void show(ShownSettings shown);

  /** What is told of the weights or the model, for run.json, under its names. */
  Map<String, Object> description();

  /** The words of each sentence. */
  JavaRDD<SentenceWords> words();

  /** The same, but that all rows of a sentence come one after the other. */
  default AnalyzeInput inWholeSentences() {
    return this;
  }

  /**
   * Measures everything, or looks for examples; may be called again.
   *
   * @param tasks over which the parts are spread
   * @param done told of the progress
   */
  JavaPairRDD<Integer, AnalyzePart> parts(
      Sent<Metering> metering, int tasks, Progress.Counter done);
}
