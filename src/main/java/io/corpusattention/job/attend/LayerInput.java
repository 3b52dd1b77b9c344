package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Queries;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.TableSchema;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Embedded sentences and the weights of one layer.
 *
 * @param settings in force
 */
record LayerInput(AttentionInput input, TableSchema table, AttentionSettings settings)
    implements AttendInput {
  static LayerInput of(AttentionInput input, AttentionSettings settings) {
    CorpusSchema schema = input.plan().schema();
    TableSchema table =
        AttentionTableSchema.of(
            new AttentionTableSchema.Leading(
                schema.id(),
                schema.hasTokens(),
                input.plan().hasQueryTokens(),
                schema.kept(),
                List.of(),
                false),
            input.plan().config());
    return new LayerInput(input, table, settings.with(input.plan().config()));
  }

  @Override
  public EncoderStack stack() {
    return input.plan().stack();
  }

  @Override
  public AttentionConfig config() {
    return input.plan().config();
  }

  @Override
  public AttentionShape shape() {
    return input.plan().shape();
  }

  @Override
  public String randomWeights() {
    return settings.weights().random() ? settings.weights().source() : null;
  }

  @Override
  public Positions positions() {
    return input.positions();
  }

  @Override
  public boolean unmasked() {
    return input.unmasked();
  }

  @Override
  public List<Path> paths() {
    return input.corpus().paths();
  }

  @Override
  public OptionalLong records() {
    return input.corpus().files().records();
  }

  @Override
  public List<Lengths> lengths(SparkSession spark) {
    return input.preview().lengths(shape());
  }

  @Override
  public int countQueries(Lengths lengths) {
    return input.plan().countQueries(lengths.tokens(), lengths.queries());
  }

  @Override
  public void show(ShownSettings shown) {
    settings.show(shown);
  }

  @Override
  public void describe(Map<String, Object> contents) {
    contents.put("weights", RunManifest.weights(stack().first(), randomWeights() != null));
    RunManifest.putPositions(contents, positions());
    if (input.plan().queries() instanceof Queries.Fixed fixed) {
      contents.put("query", query(fixed.embeddings()));
    }
  }

  private static Map<String, Object> query(Matrix embeddings) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("sha256", WeightsDigest.sha256("query", embeddings));
    contents.put("shape", RunManifest.shape(embeddings));
    return contents;
  }

  @Override
  public AttendTally attend(
      SparkSession spark, JobRun.Tasks tasks, AttendSettings all, Progress.Display display) {
    return AttendTask.run(spark, input, form(), tasks, all.records(), display);
  }
}
