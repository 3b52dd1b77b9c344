package io.corpusattention.job.train;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.HeldOut;
import io.corpusattention.learning.Shards;
import io.corpusattention.learning.TrainReading;
import io.corpusattention.training.ParameterLayout;
import java.io.IOException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * What a training learns from.
 *
 * @param shape of the layer that learns, whose widths the input decides
 */
public record TrainInput(
    SparkSession spark, TrainSettings settings, Corpus corpus, AttentionShape shape) {

  /**
   * Opens the input and finds the widths of the layer.
   *
   * @throws BadSettingException where that cannot work, in one line
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
    int width =
        preview
            .modelWidth(input)
            .orElseThrow(
                () ->
                    input.bad(
                        "the first records do not tell how wide an embedding in column "
                            + settings.columns().embeddings()
                            + " is; give the tokens, or embeddings with one array for each token"));
    return new TrainInput(spark, settings, corpus, shape(settings, width));
  }

  /** Words are embeddings: with positions in them, a word would be another in each place. */
  private static void requirePlainEmbeddings(
      TrainSettings settings, Corpus corpus, SparkSession spark) throws IOException {
    if (settings.learning().goal() instanceof Goal.Masked masked
        && masked.positions()
        && corpus.hasPositions(spark.sessionState().newHadoopConf())) {
      throw new BadSettingException(
          "--positions sinusoidal: jobs/embed has added positions to "
              + settings.input().given()
              + "; give sentences without (embed --positions none), or --positions none");
    }
  }

  private static void requireLabels(TrainSettings settings, Corpus corpus) {
    if (settings.labelColumn() == null) {
      return;
    }
    DataType type = corpus.schema().kept().get(0).dataType();
    if (type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type instanceof BinaryType) {
      throw new BadSettingException(
          "--label-column "
              + settings.labelColumn()
              + ": has the type "
              + type.simpleString()
              + "; classes are strings or numbers");
    }
  }

  private static AttentionShape shape(TrainSettings settings, int width) {
    AttentionConfig attention = settings.learning().attention();
    int heads = attention.heads();
    if (settings.headDim() == null && width % heads != 0) {
      throw new BadSettingException(
          "--heads "
              + heads
              + ": does not divide d_model "
              + width
              + "; give the width of one head with --head-dim");
    }
    int headDim = settings.headDim() == null ? width / heads : settings.headDim();
    if (headDim < 1) {
      throw new BadSettingException("--head-dim " + headDim + ": must be 1 or more");
    }
    attention.factor(headDim); // refuses a scale that overflows
    return new AttentionShape(width, width, heads, attention.kvHeads(), headDim, headDim);
  }

  /** Reads all sentences, once, into the caches of the executors. */
  public Shards shards() {
    Corpus input = settings.limit() == null ? corpus : corpus.limit(settings.limit());
    int maxTokens = TrainReading.mostTokens(shape);
    boolean labelled = settings.labelColumn() != null;
    TrainReading reading =
        new TrainReading(input.schema(), shape.modelWidth(), maxTokens, labelled);
    HeldOut split = new HeldOut(settings.heldOut(), settings.learning().seed());
    int count = Math.max(1, spark.sparkContext().defaultParallelism());
    return ReaderBatch.during(
        spark,
        input.files(),
        () -> {
          try {
            JavaRDD<InternalRow> rows = input.rows().toJavaRDD();
            return Shards.of(
                rows.mapPartitions(reading), count, settings.learning().batch(), split);
          } catch (RuntimeException e) {
            throw ReadFailure.of(input.source(), e);
          }
        });
  }

  /**
   * The layer's parameters.
   *
   * @param goal with the classes that are in the data
   */
  public ParameterLayout layout(Goal goal) {
    boolean output = goal instanceof Goal.Masked && shape.contextWidth() != shape.modelWidth();
    int classes = goal instanceof Goal.Classify classify ? classify.labels().size() : 0;
    return new ParameterLayout(shape, false, output, classes);
  }
}
