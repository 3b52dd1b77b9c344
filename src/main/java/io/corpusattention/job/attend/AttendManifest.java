package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Setting;
import io.corpusattention.encoder.Pooling;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.HiddenTableSchema;
import io.corpusattention.table.TableSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Builds the contents of run.json and the footers of the tables that attend writes. */
final class AttendManifest {
  private final AttendInput input;
  private final Map<String, Object> settings;

  /**
   * @param settings the effective settings by identifier
   */
  AttendManifest(AttendInput input, Map<String, Object> settings) {
    this.input = input;
    this.settings = settings;
  }

  /**
   * Returns the keys and values in the footer of each file, which make the table self-describing.
   */
  Map<String, String> footer(TableSchema table) {
    AttentionShape shape = input.shape();
    Map<String, String> footer =
        RunManifest.footer(
            settings,
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
            Setting.LAYER,
            Setting.HIDDEN,
            Setting.NORMALIZE,
            Setting.SPLIT,
            Setting.LANGUAGE);
    RunManifest.put(footer, "id_column", input.table().records().fieldNames()[0]);
    RunManifest.put(footer, "d_model", shape.modelWidth());
    RunManifest.put(footer, "heads", shape.heads());
    RunManifest.put(footer, "kv_heads", shape.kvHeads());
    RunManifest.put(footer, "d_k", shape.keyWidth());
    RunManifest.put(footer, "d_v", shape.valueWidth());
    if (shape.queryWidth() != shape.modelWidth()) {
      RunManifest.put(footer, "query_width", shape.queryWidth());
    }
    ModelFacts model = input.model();
    if (model != null) {
      RunManifest.put(footer, "mask", input.config().mask());
      RunManifest.put(footer, "model", model.name());
      RunManifest.put(footer, "model_family", model.family());
      RunManifest.put(footer, "model_layers", model.layers());
      RunManifest.put(footer, "model_sha256", model.sha256());
      if (!model.kept().isEmpty()) {
        RunManifest.put(footer, "layers", model.keptLayers());
      }
      if (model.hidden() != null) {
        RunManifest.put(footer, "hidden_layer", model.hidden());
      }
    }
    if (input.randomWeights() != null) {
      RunManifest.put(footer, "random_weights", input.randomWeights());
    }
    if (input.positions() != Positions.NONE) {
      RunManifest.put(footer, "positions", input.positions().label());
    }
    putShapes(footer, table);
    return footer;
  }

  private void putShapes(Map<String, String> footer, TableSchema table) {
    Map<String, String> shapes = new TreeMap<>();
    shapes.put(AttentionTableSchema.ATTENTION, "heads, num_queries, num_tokens");
    shapes.put(AttentionTableSchema.ATTENTION_KEYS, "heads, num_queries, min(k, num_tokens)");
    shapes.put(AttentionTableSchema.ATTENTION_WEIGHTS, "heads, num_queries, min(k, num_tokens)");
    shapes.put(AttentionTableSchema.KEPT_MASS, "heads, num_queries");
    boolean mean = input.config().context() == ContextOutput.MEAN;
    shapes.put(AttentionTableSchema.CONTEXT, mean ? "heads * d_v" : "num_queries, heads * d_v");
    shapes.put(AttentionTableSchema.ATTENTION_RECEIVED, "num_tokens");
    boolean tokens = input.stack().hidden().pooling() == Pooling.TOKENS;
    shapes.put(HiddenTableSchema.HIDDEN, tokens ? "num_tokens, d_model" : "d_model");
    for (String column : table.lists().fieldNames()) {
      footer.put("corpusattention.shape." + column, shapes.get(column));
    }
  }

  /** Returns the contents of run.json. */
  Map<String, Object> contents(AttendTally tally, JobRun run, double seconds, SparkSession spark) {
    Map<String, Object> contents = RunManifest.of(run, settings);
    input.describe(contents);
    contents.put("shape", shape(input.shape()));
    Map<String, Object> counts = RunManifest.counts(tally.counts());
    if (input.form().truncatedAt() >= 0) {
      counts.put("truncated", tally.text().truncated());
    }
    if (input instanceof TextInput) {
      counts.put("empty_lines", tally.text().emptyLines());
      counts.put("unknown", tally.text().unknown());
    }
    contents.put("counts", counts);
    Map<String, Object> timings = RunManifest.timings(run, seconds, tally.counts());
    timings.put("core_seconds", coreSeconds(tally.times()));
    contents.put("timings", timings);
    Map<String, Object> versions = RunManifest.versions(spark);
    versions.put("kernels", tally.kernels());
    contents.put("versions", versions);
    return contents;
  }

  private Map<String, Object> coreSeconds(StageTimes times) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("read", RunManifest.millis(times.read() / 1e9));
    if (input.model() != null) {
      contents.put("layers", RunManifest.millis(times.layers() / 1e9));
    } else {
      contents.put("projection", RunManifest.millis(times.projection() / 1e9));
      contents.put("attention", RunManifest.millis(times.attention() / 1e9));
    }
    contents.put("write", RunManifest.millis(times.write() / 1e9));
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
