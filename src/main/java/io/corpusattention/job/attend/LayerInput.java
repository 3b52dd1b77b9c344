package io.corpusattention.job.attend;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Queries;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.TableSchema;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Embedded sentences and the weights of one layer.
 *
 * @param settings the effective settings
 */
public record LayerInput(AttentionInput input, TableSchema table, AttentionSettings settings)
    implements RowsInput {
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

  /** Returns true. For one layer, the attention that each token receives is always written. */
  @Override
  public boolean writesAttention() {
    return true;
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
}
