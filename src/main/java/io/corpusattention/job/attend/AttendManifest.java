package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Queries;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.RunManifest;
import io.corpusattention.table.TableSchema;
import io.corpusattention.weights.WeightsDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** What attend says of a run in run.json and in the footers of its table. */
public final class AttendManifest {
  private AttendManifest() {}

  /** Keys and values for the footer of each file, so that a table explains itself. */
  static Map<String, String> footer(
      AttendSettings settings, AttentionShape shape, Positions positions, TableSchema table) {
    Map<String, String> footer = new TreeMap<>();
    footer.put("corpusattention.version", version());
    footer.put("corpusattention.id_column", settings.columns().id());
    footer.put("corpusattention.d_model", Integer.toString(shape.modelWidth()));
    footer.put("corpusattention.heads", Integer.toString(shape.heads()));
    footer.put("corpusattention.kv_heads", Integer.toString(shape.kvHeads()));
    footer.put("corpusattention.d_k", Integer.toString(shape.keyWidth()));
    footer.put("corpusattention.d_v", Integer.toString(shape.valueWidth()));
    settings
        .asOptions()
        .forEach(
            (name, value) -> {
              switch (name) {
                case "mask",
                    "scale",
                    "temperature",
                    "alignment",
                    "seed",
                    "draws",
                    "attention",
                    "context",
                    "query",
                    "query-column",
                    "layer" ->
                    footer.put("corpusattention." + name.replace('-', '_'), value.toString());
                default -> {}
              }
            });
    if (settings.weights().random()) {
      footer.put("corpusattention.random_weights", settings.weights().source());
    }
    if (positions != Positions.NONE) {
      footer.put("corpusattention.positions", positions.label());
    }
    if (shape.queryWidth() != shape.modelWidth()) {
      footer.put("corpusattention.query_width", Integer.toString(shape.queryWidth()));
    }
    Map<String, String> shapes = new TreeMap<>();
    shapes.put(AttentionTableSchema.ATTENTION, "heads, num_queries, num_tokens");
    shapes.put(AttentionTableSchema.ATTENTION_KEYS, "heads, num_queries, min(k, num_tokens)");
    shapes.put(AttentionTableSchema.ATTENTION_WEIGHTS, "heads, num_queries, min(k, num_tokens)");
    shapes.put(AttentionTableSchema.KEPT_MASS, "heads, num_queries");
    boolean mean = settings.attention().context() == ContextOutput.MEAN;
    shapes.put(AttentionTableSchema.CONTEXT, mean ? "heads * d_v" : "num_queries, heads * d_v");
    shapes.put(AttentionTableSchema.ATTENTION_RECEIVED, "num_tokens");
    for (String column : table.lists().fieldNames()) {
      footer.put("corpusattention.shape." + column, shapes.get(column));
    }
    return footer;
  }

  /** run.json. */
  static byte[] bytes(
      AttendSettings settings,
      ProjectionWeights weights,
      AttendQueries queries,
      AttentionShape shape,
      Positions positions,
      AttendTally tally,
      Instant started,
      double seconds,
      SparkSession spark) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("job", "attend");
    contents.put("configuration", settings.asOptions());
    contents.put("weights", weights(weights, settings.weights().random()));
    putPositions(contents, positions);
    if (queries.queries() instanceof Queries.Fixed fixed) {
      contents.put("query", query(fixed.embeddings()));
    }
    contents.put("shape", shape(shape));
    contents.put("counts", counts(tally.counts()));
    Map<String, Object> timings = timings(started, seconds, tally.counts());
    timings.put("core_seconds", coreSeconds(tally.times()));
    contents.put("timings", timings);
    Map<String, Object> versions = versions(spark);
    versions.put("driver_kernel", Kernels.get().name());
    contents.put("versions", versions);
    return RunManifest.bytes(contents);
  }

  /** When a run of any job began and how long it took. */
  public static Map<String, Object> timings(Instant started, double seconds, Counts counts) {
    Map<String, Object> timings = new LinkedHashMap<>();
    timings.put("started", started.toString());
    timings.put("seconds", millis(seconds));
    timings.put("tokens_per_second", Math.round(counts.tokens() / seconds));
    return timings;
  }

  /** What a run of any job ran on. */
  public static Map<String, Object> versions(SparkSession spark) {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("corpus_attention", version());
    versions.put("spark", spark.version());
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  private static Map<String, Object> coreSeconds(StageTimes times) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("read", millis(times.read() / 1e9));
    contents.put("projection", millis(times.projection() / 1e9));
    contents.put("attention", millis(times.attention() / 1e9));
    contents.put("write", millis(times.write() / 1e9));
    return contents;
  }

  static double millis(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  /** Says where positions that the weights were trained with come from; else nothing. */
  public static void putPositions(Map<String, Object> contents, Positions positions) {
    if (positions != Positions.NONE) {
      contents.put("positions", positions.label());
    }
  }

  private static Map<String, Object> query(Matrix embeddings) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("sha256", WeightsDigest.sha256("query", embeddings));
    put(contents, "shape", embeddings);
    return contents;
  }

  public static Map<String, Object> weights(ProjectionWeights weights, boolean random) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("source", weights.source());
    contents.put("random", random);
    contents.put("sha256", WeightsDigest.sha256(weights));
    put(contents, "W_q", weights.query());
    put(contents, "W_k", weights.key());
    put(contents, "W_v", weights.value());
    put(contents, "b_q", weights.queryBias());
    put(contents, "b_k", weights.keyBias());
    put(contents, "b_v", weights.valueBias());
    return contents;
  }

  private static void put(Map<String, Object> contents, String name, Matrix matrix) {
    contents.put(name, new int[] {matrix.rows(), matrix.columns()});
  }

  private static void put(Map<String, Object> contents, String name, float[] bias) {
    if (bias != null) {
      contents.put(name, new int[] {bias.length});
    }
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

  public static Map<String, Object> counts(Counts counts) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("read", counts.read());
    contents.put("written", counts.written());
    contents.put("rejected", counts.rejected());
    Map<String, Object> reasons = new LinkedHashMap<>();
    counts.reasons().forEach((reason, count) -> reasons.put(reason.label(), count));
    contents.put("rejected_by_reason", reasons);
    contents.put("rows", counts.rows());
    contents.put("tokens", counts.tokens());
    return contents;
  }

  public static String version() {
    return Optional.ofNullable(AttendManifest.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
