package io.corpusattention.learning;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.HeadCheck;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.training.ParameterLayout;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * The plan to train a layer on a corpus, before the sentences are read.
 *
 * @param settings the settings, without the classes, which are read from the data
 * @param schema the schema of the rows; if the goal is to classify, the first kept column holds the
 *     classes
 * @param shape the shape of the layer, whose widths depend on the embeddings
 */
public record Training(
    LearningSettings settings, HeldOut heldOut, CorpusSchema schema, AttentionShape shape) {

  /**
   * Returns the plan, with the widths of the layer.
   *
   * @param headDim the width of one head, or null for d_model ÷ heads
   * @param width d_model
   * @throws BadSettingException if heads do not fit
   */
  public static Training of(
      LearningSettings settings, Integer headDim, HeldOut heldOut, CorpusSchema schema, int width) {
    AttentionShape shape = shape(settings.attention(), headDim, width);
    return new Training(settings, heldOut, schema, shape);
  }

  /**
   * Returns the d_model of the first records.
   *
   * @param input where the records are, for messages
   * @throws BadSettingException if it cannot be determined from them
   */
  public static int width(CorpusPreview first, CorpusSchema schema, Given input) {
    return first
        .modelWidth(input)
        .orElseThrow(
            () ->
                input.bad(
                    "the first records do not tell how wide an embedding in column "
                        + schema.sentence().embeddings().name()
                        + " is; give ",
                    Setting.TOKENS_COLUMN,
                    ", or embeddings with one array for each token"));
  }

  private static AttentionShape shape(AttentionConfig attention, Integer headDim, int width) {
    int heads = attention.heads();
    int headWidth = HeadCheck.width(heads, headDim, width);
    attention.factor(headWidth); // throws if the scale overflows
    return new AttentionShape(width, width, heads, attention.kvHeads(), headWidth, headWidth);
  }

  /** Reads all sentences once, into the caches of the executors. */
  public Shards read(JavaRDD<RawRow> rows) {
    int maxTokens = TrainReading.mostTokens(shape);
    boolean labelled = settings.goal() instanceof Goal.Classify;
    TrainReading reading = new TrainReading(schema, shape.modelWidth(), maxTokens, labelled);
    int shards = Math.max(1, rows.context().defaultParallelism());
    return Shards.of(rows.mapPartitions(reading), shards, settings.batch(), heldOut);
  }

  /**
   * Returns a learner for these sentences.
   *
   * @throws BadSettingException if there are too few sentences, words or classes
   */
  public Learner learner(Shards shards) {
    ShardCounts counts = shards.counts();
    if (counts.heldOut() == 0 && settings.patience() != null) {
      throw Setting.PATIENCE
          .of(settings.patience())
          .bad(
              "needs held-out sentences, and ",
              Setting.HELD_OUT.of(heldOut.share()),
              " gives none; make it larger, or leave ",
              Setting.PATIENCE,
              " out");
    }
    Goal goal = goal(counts);
    return new Learner(shards, layout(goal), settings.with(goal));
  }

  /** Returns the goal, with the classes in the data. */
  private Goal goal(ShardCounts counts) {
    if (!(settings.goal() instanceof Goal.Classify)) {
      return settings.goal();
    }
    List<String> labels = List.copyOf(counts.labels().keySet());
    if (labels.size() < 2) {
      throw Setting.LABEL_COLUMN
          .of(schema.kept().get(0).name())
          .bad(
              (labels.isEmpty() ? "has no classes" : "has one class, " + labels.get(0))
                  + "; there must be at least 2 to tell apart");
    }
    return new Goal.Classify(labels);
  }

  /**
   * Returns the layout of the layer's parameters. It includes W_o if the widths of hidden tokens
   * and context vectors differ.
   */
  private ParameterLayout layout(Goal goal) {
    boolean output = goal instanceof Goal.Masked && shape.contextWidth() != shape.modelWidth();
    int classes = goal instanceof Goal.Classify classify ? classify.labels().size() : 0;
    return new ParameterLayout(shape, false, output, classes);
  }
}
