package io.corpusattention.job.train;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ColumnRole;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.HeldOut;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.Shards;
import io.corpusattention.learning.Training;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** The opened input of a training. */
public record TrainInput(
    SparkSession spark, TrainSettings settings, Corpus corpus, Training training) {

  /**
   * Opens the input and determines the widths of the layer.
   *
   * @throws BadSettingException if the settings cannot work; its message is one line
   */
  public static TrainInput open(SparkSession spark, TrainSettings settings) throws IOException {
    Corpus corpus = Corpus.open(spark, settings.input(), settings.columns());
    requirePlainEmbeddings(settings, corpus, spark);
    requireLabels(settings, corpus);
    CorpusPreview preview = CorpusPreview.take(corpus);
    Given input = settings.input().given();
    if (preview.isEmpty()) {
      throw input.bad("has no sentences to train on; give some");
    }
    LearningSettings learning = settings.learning();
    HeldOut heldOut = new HeldOut(settings.heldOut(), learning.seed());
    int width = Training.width(preview, corpus.schema(), input);
    Training training = Training.of(learning, settings.headDim(), heldOut, corpus.schema(), width);
    return new TrainInput(spark, settings, corpus, training);
  }

  /** Embeddings identify words. With positions added, a word would differ from place to place. */
  private static void requirePlainEmbeddings(
      TrainSettings settings, Corpus corpus, SparkSession spark) throws IOException {
    if (settings.learning().goal() instanceof Goal.Masked masked
        && masked.positions()
        && corpus.hasPositions(HadoopPaths.conf(spark))) {
      throw Setting.POSITIONS
          .of("sinusoidal")
          .bad(
              "jobs/embed has added positions to ",
              settings.input().given(),
              "; give sentences without (embed ",
              Setting.POSITIONS.of("none"),
              "), or ",
              Setting.POSITIONS.of("none"));
    }
  }

  private static void requireLabels(TrainSettings settings, Corpus corpus) {
    if (settings.labelColumn() != null) {
      String wrong = ColumnRole.LABEL.wrong(corpus.schema().kept().get(0).dataType());
      if (wrong != null) {
        throw Setting.LABEL_COLUMN.of(settings.labelColumn()).bad(wrong);
      }
    }
  }

  /** Reads all sentences once into the caches of the executors. */
  public Shards shards() {
    Corpus input =
        settings.records().limit() == null ? corpus : corpus.limit(settings.records().limit());
    return ReaderBatch.during(
        spark,
        input.files(),
        () -> {
          try {
            return training.read(input.rows().toJavaRDD());
          } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
            throw ReadFailure.of(input.source(), e);
          }
        });
  }
}
