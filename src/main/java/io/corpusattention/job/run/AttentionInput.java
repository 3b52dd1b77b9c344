package io.corpusattention.job.run;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.weights.ModelWeights;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Opened embedded sentences and the plan that computes attention over them.
 *
 * @param preview the first sentences
 * @param unmasked whether queries see keys that the model of the weights masks
 */
public record AttentionInput(
    Corpus corpus,
    CorpusPreview preview,
    AttentionPlan plan,
    Positions positions,
    boolean unmasked) {
  /**
   * Opens the weights and the sentences and checks that they fit together.
   *
   * @throws BadSettingException if they cannot be used together; its message is one line
   */
  public static AttentionInput open(SparkSession spark, AttentionSettings settings)
      throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    ModelWeights model = OpenedWeights.read(settings.weights(), conf);
    OpenedQueries queries = OpenedQueries.open(settings.query(), conf);
    Corpus corpus = Corpus.open(spark, settings.input(), settings.columns());
    CorpusPreview preview = CorpusPreview.take(corpus);
    OpenedWeights weights =
        model == null
            ? OpenedWeights.random(settings, preview, queries.queries())
            : OpenedWeights.of(model, settings);
    Positions positions = positions(model, corpus, conf);
    AttentionPlan plan =
        new AttentionPlan(
            EncoderStack.of(weights.weights()),
            weights.attention(),
            queries.queries(),
            queries.tokens(),
            positions == Positions.ADDED,
            true,
            corpus.schema());
    preview.requireFit(plan.shape(), Setting.WEIGHTS.of(settings.weights().source()));
    boolean unmasked =
        weights.causal() && plan.selfAttention() && plan.config().mask() instanceof Mask.None;
    return new AttentionInput(corpus, preview, plan, positions, unmasked);
  }

  private static Positions positions(ModelWeights model, Corpus corpus, Configuration conf)
      throws IOException {
    if (model == null || !model.sinusoidalPositions()) {
      return Positions.NONE;
    }
    return corpus.hasPositions(conf) ? Positions.IN_INPUT : Positions.ADDED;
  }

  /** Returns a copy with the limit and the partitions of the record settings applied. */
  public AttentionInput taking(RecordSettings records) {
    Corpus taken = records.limit() == null ? corpus : corpus.limit(records.limit());
    if (records.partitions() != null) {
      taken = taken.partitionedById(records.partitions());
    }
    return with(taken);
  }

  /** Returns a copy with another corpus of the same sentences, which may have more columns. */
  public AttentionInput with(Corpus other) {
    return new AttentionInput(other, preview, plan.with(other.schema()), positions, unmasked);
  }
}
