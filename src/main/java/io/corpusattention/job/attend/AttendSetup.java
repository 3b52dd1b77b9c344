package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.job.run.Positions;
import io.corpusattention.weights.ModelWeights;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Embedded sentences, and the weights and queries that attention over them takes, opened and found
 * to fit together.
 */
public record AttendSetup(
    Corpus corpus,
    CorpusPreview preview,
    AttendWeights weights,
    AttendQueries queries,
    AttentionShape shape,
    Positions positions) {
  /**
   * Opens weights and input and fits them together.
   *
   * @throws BadSettingException where that cannot work, in one line
   */
  public static AttendSetup open(SparkSession spark, AttendSettings settings) throws IOException {
    Configuration conf = spark.sessionState().newHadoopConf();
    ModelWeights model = AttendWeights.read(settings.weights(), conf);
    AttendQueries queries = AttendQueries.open(settings.query(), conf);
    Corpus corpus = Corpus.open(spark, settings.input(), settings.columns());
    CorpusPreview preview = CorpusPreview.take(corpus);
    AttendWeights weights =
        model == null
            ? AttendWeights.random(settings, preview, queries.queries())
            : AttendWeights.of(model, settings);
    AttentionShape shape =
        AttentionShape.of(weights.weights(), weights.attention(), queries.queries());
    preview.requireFit(shape, Setting.WEIGHTS.of(settings.weights().source()));
    return new AttendSetup(
        corpus, preview, weights, queries, shape, positions(model, corpus, conf));
  }

  private static Positions positions(ModelWeights model, Corpus corpus, Configuration conf)
      throws IOException {
    if (model == null || !model.sinusoidalPositions()) {
      return Positions.NONE;
    }
    return corpus.hasPositions(conf) ? Positions.IN_INPUT : Positions.ADDED;
  }

  public boolean hasQueryTokens() {
    return queries.tokens() != null || corpus.schema().hasQueryTokens();
  }
}
