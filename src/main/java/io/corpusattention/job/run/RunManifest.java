package io.corpusattention.job.run;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.text.WordTokenizer;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** What run.json and the footers say of every run, whichever job it is of. */
public final class RunManifest {
  /** Begins the keys of footers. */
  private static final String FOOTER = "corpusattention.";

  private RunManifest() {}

  /**
   * A footer that names this version and repeats some settings; the rest is for the job to add.
   *
   * @param shown all settings under their identifiers
   */
  public static Map<String, String> footer(Map<String, Object> shown, Setting... repeated) {
    Map<String, String> footer = new TreeMap<>();
    put(footer, "version", version());
    for (Setting setting : repeated) {
      if (shown.containsKey(setting.id())) {
        put(footer, setting.id(), shown.get(setting.id()));
      }
    }
    return footer;
  }

  /** Adds to a footer; hyphens become underscores. */
  public static void put(Map<String, String> footer, String key, Object value) {
    footer.put(FOOTER + key.replace('-', '_'), value.toString());
  }

  /** What run.json begins with: which job, its settings, and how much it reads. */
  public static Map<String, Object> of(JobRun run, Map<String, Object> settings) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("job", run.job());
    contents.put("configuration", settings);
    InputFiles input = run.input();
    if (!input.paths().isEmpty()) {
      Map<String, Object> read = new LinkedHashMap<>();
      read.put("files", input.paths().size());
      read.put("bytes", input.bytes());
      contents.put("input", read);
    }
    return contents;
  }

  /** When a run began and how long it took. */
  public static Map<String, Object> timings(JobRun run, double seconds) {
    Map<String, Object> timings = new LinkedHashMap<>();
    timings.put("started", run.started().toString());
    timings.put("seconds", millis(seconds));
    return timings;
  }

  /** The same, and how many tokens that was in a second. */
  public static Map<String, Object> timings(JobRun run, double seconds, Counts counts) {
    Map<String, Object> timings = timings(run, seconds);
    timings.put("tokens_per_second", Math.round(counts.tokens() / seconds));
    return timings;
  }

  /** What a run ran on. */
  public static Map<String, Object> versions(SparkSession spark) {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("corpus_attention", version());
    versions.put("spark", spark.version());
    versions.put("java", System.getProperty("java.version"));
    versions.put("icu", WordTokenizer.ICU_VERSION);
    return versions;
  }

  /** Seconds, rounded to thousandths. */
  public static double millis(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  /** Says where positions that the weights were trained with come from; else nothing. */
  public static void putPositions(Map<String, Object> contents, Positions positions) {
    if (positions != Positions.NONE) {
      contents.put("positions", positions.label());
    }
  }

  /** Weights: where they are from, their digest and their shapes. */
  public static Map<String, Object> weights(ProjectionWeights weights, boolean random) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("source", weights.source());
    contents.put("random", random);
    contents.put("sha256", WeightsDigest.sha256(weights));
    contents.put("W_q", shape(weights.query()));
    contents.put("W_k", shape(weights.key()));
    contents.put("W_v", shape(weights.value()));
    put(contents, "b_q", weights.queryBias());
    put(contents, "b_k", weights.keyBias());
    put(contents, "b_v", weights.valueBias());
    return contents;
  }

  /** Rows and columns. */
  public static int[] shape(Matrix matrix) {
    return new int[] {matrix.rows(), matrix.columns()};
  }

  private static void put(Map<String, Object> contents, String name, float[] bias) {
    if (bias != null) {
      contents.put(name, new int[] {bias.length});
    }
  }

  /** What was counted. */
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

  private static String version() {
    return Optional.ofNullable(RunManifest.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
