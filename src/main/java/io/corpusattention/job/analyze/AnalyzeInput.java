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

/**
 * The source of the attention that analyze measures: a table, or sentences that attention is
 * computed for.
 */
sealed interface AnalyzeInput permits AnalyzeTable, AnalyzeSentences, AnalyzeText {
  /**
   * Facts about the input that are known before anything is measured.
   *
   * @param layers the layer numbers, ascending; null for a layer without a number
   * @param heads number of heads in each layer
   * @param hasTokens whether keys have tokens
   * @param causal whether queries see no later keys
   * @param wholeModel whether the layers are all layers of a model
   * @param id the id column
   * @param randomWeights the source of random weights; null if the weights are not random
   * @param positions where the positions that the weights were trained with come from
   * @param records the number of records, if known
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

  /** Removes the values that the passes sent to the executors. */
  default void takeBack() {}

  /** Adds the effective settings of the input and its attention to the shown settings. */
  void show(ShownSettings shown);

  /** Returns the description of the weights or the model for run.json, by key. */
  Map<String, Object> description();

  /** Returns the words of each sentence. */
  JavaRDD<SentenceWords> words();

  /** Returns the same input with all rows of a sentence in sequence. */
  default AnalyzeInput inWholeSentences() {
    return this;
  }

  /**
   * Measures everything, or searches for examples. Can be called more than once.
   *
   * @param tasks number of tasks that the parts are distributed to
   * @param done receives the progress
   */
  JavaPairRDD<Integer, AnalyzePart> parts(
      Sent<Metering> metering, int tasks, Progress.Counter done);
}
