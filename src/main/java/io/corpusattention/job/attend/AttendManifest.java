package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.TableSchema;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** What attend says of a run in run.json and in the footers of its table. */
public final class AttendManifest {
  private AttendManifest() {}

  /** Keys and values for the footer of each file, so that a table explains itself. */
  static Map<String, String> footer(
      AttendSettings settings, AttentionInput input, TableSchema table) {
    AttentionShape shape = input.plan().shape();
    Map<String, String> footer =
        RunManifest.footer(
            settings.shown(),
            Setting.MASK,
            Setting.SCALE,
            Setting.TEMPERATURE,
            Setting.ALIGNMENT,
            Setting.SEED,
            Setting.DRAWS,
            Setting.ATTENTION,
            Setting.CONTEXT,
            Setting.QUERY,
            Setting.QUERY_COLUMN,
            Setting.LAYER);
    RunManifest.put(footer, "id_column", input.plan().schema().id().name());
    RunManifest.put(footer, "d_model", shape.modelWidth());
    RunManifest.put(footer, "heads", shape.heads());
    RunManifest.put(footer, "kv_heads", shape.kvHeads());
    RunManifest.put(footer, "d_k", shape.keyWidth());
    RunManifest.put(footer, "d_v", shape.valueWidth());
    if (settings.attention().weights().random()) {
      RunManifest.put(footer, "random_weights", settings.attention().weights().source());
    }
    if (input.positions() != Positions.NONE) {
      RunManifest.put(footer, "positions", input.positions().label());
    }
    if (shape.queryWidth() != shape.modelWidth()) {
      RunManifest.put(footer, "query_width", shape.queryWidth());
    }
    Map<String, String> shapes = new TreeMap<>();
    shapes.put(AttentionTableSchema.ATTENTION, "heads, num_queries, num_tokens");
    shapes.put(AttentionTableSchema.ATTENTION_KEYS, "heads, num_queries, min(k, num_tokens)");
    shapes.put(AttentionTableSchema.ATTENTION_WEIGHTS, "heads, num_queries, min(k, num_tokens)");
    shapes.put(AttentionTableSchema.KEPT_MASS, "heads, num_queries");
    boolean mean = input.plan().config().context() == ContextOutput.MEAN;
    shapes.put(AttentionTableSchema.CONTEXT, mean ? "heads * d_v" : "num_queries, heads * d_v");
    shapes.put(AttentionTableSchema.ATTENTION_RECEIVED, "num_tokens");
    for (String column : table.lists().fieldNames()) {
      footer.put("corpusattention.shape." + column, shapes.get(column));
    }
    return footer;
  }

  /** run.json. */
  static Map<String, Object> contents(
      AttendSettings settings,
      AttentionInput input,
      AttendTally tally,
      JobRun run,
      double seconds,
      SparkSession spark) {
    AttentionPlan plan = input.plan();
    Map<String, Object> contents = RunManifest.of("attend", settings.shown());
    contents.put(
        "weights",
        RunManifest.weights(plan.stack().first(), settings.attention().weights().random()));
    RunManifest.putPositions(contents, input.positions());
    if (plan.queries() instanceof Queries.Fixed fixed) {
      contents.put("query", query(fixed.embeddings()));
    }
    contents.put("shape", shape(plan.shape()));
    contents.put("counts", RunManifest.counts(tally.counts()));
    Map<String, Object> timings = RunManifest.timings(run, seconds, tally.counts());
    timings.put("core_seconds", coreSeconds(tally.times()));
    contents.put("timings", timings);
    Map<String, Object> versions = RunManifest.versions(spark);
    versions.put("kernels", tally.kernels());
    contents.put("versions", versions);
    return contents;
  }

  private static Map<String, Object> coreSeconds(StageTimes times) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("read", RunManifest.millis(times.read() / 1e9));
    contents.put("projection", RunManifest.millis(times.projection() / 1e9));
    contents.put("attention", RunManifest.millis(times.attention() / 1e9));
    contents.put("write", RunManifest.millis(times.write() / 1e9));
    return contents;
  }

  private static Map<String, Object> query(Matrix embeddings) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("sha256", WeightsDigest.sha256("query", embeddings));
    contents.put("shape", RunManifest.shape(embeddings));
    return contents;
  }

  private static Map<String, Object> shape(AttentionShape shape) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("d_model", shape.modelWidth());
    if (shape.queryWidth() != shape.modelWidth()) {
      contents.put("query_width", shape.queryWidth());
    }
    contents.put("heads", shape.heads());
    contents.put("kv_heads", shape.kvHeads());
    contents.put("d_k", shape.keyWidth());
    contents.put("d_v", shape.valueWidth());
    return contents;
  }
}
