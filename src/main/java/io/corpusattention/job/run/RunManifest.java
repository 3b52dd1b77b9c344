package io.corpusattention.job.run;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.text.WordTokenizer;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** The parts of run.json and of the footers that are the same for every job. */
public final class RunManifest {
  /** The prefix of all footer keys. */
  private static final String FOOTER = "corpusattention.";

  private RunManifest() {}

  /**
   * Returns a footer with this version and some of the settings. The job adds the rest.
   *
   * @param shown all settings by identifier
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

  /** Adds an entry to a footer. Hyphens in the key become underscores. */
  public static void put(Map<String, String> footer, String key, Object value) {
    footer.put(FOOTER + key.replace('-', '_'), value.toString());
  }

  /** Returns the start of run.json: the job, its settings, and the size of its input. */
  public static Map<String, Object> of(JobRun run, Map<String, Object> settings) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("job", run.job());
    contents.put("format", RunLayout.FORMAT);
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

  /** Returns when a run began and how long it took. */
  public static Map<String, Object> timings(JobRun run, double seconds) {
    Map<String, Object> timings = new LinkedHashMap<>();
    timings.put("started", run.started().toString());
    timings.put("seconds", millis(seconds));
    return timings;
  }

  /** Returns the same with the number of tokens per second. */
  public static Map<String, Object> timings(JobRun run, double seconds, Counts counts) {
    Map<String, Object> timings = timings(run, seconds);
    timings.put("tokens_per_second", Math.round(counts.tokens() / seconds));
    return timings;
  }

  /** Returns the versions of the software that a run used. */
  public static Map<String, Object> versions(SparkSession spark) {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("corpus_attention", version());
    versions.put("spark", spark.version());
    versions.put("java", System.getProperty("java.version"));
    versions.put("icu", WordTokenizer.ICU_VERSION);
    return versions;
  }

  /** Rounds seconds to thousandths. */
  public static double millis(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  /** Adds the source of positions, unless the weights need none. */
  public static void putPositions(Map<String, Object> contents, Positions positions) {
    if (positions != Positions.NONE) {
      contents.put("positions", positions.label());
    }
  }

  /** Describes weights: their source, digest and shapes. */
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

  /** Returns the numbers of rows and columns. */
  public static int[] shape(Matrix matrix) {
    return new int[] {matrix.rows(), matrix.columns()};
  }

  private static void put(Map<String, Object> contents, String name, float[] bias) {
    if (bias != null) {
      contents.put(name, new int[] {bias.length});
    }
  }

  /** Returns the counts as run.json lists them. */
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
