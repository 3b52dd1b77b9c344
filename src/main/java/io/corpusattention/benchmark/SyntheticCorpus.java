package io.corpusattention.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.math.CounterRandom;
import io.corpusattention.table.run.JsonBytes;
import io.corpusattention.weights.npy.NpyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The corpus and the weights of a workload, as files that are made once.
 *
 * @param folder holds them, and what runs on them write
 * @param tokens of all sentences
 * @param squares of the sentences' lengths, summed: what attention takes grows with them
 * @param bytes of the corpus's files
 */
record SyntheticCorpus(
    Path folder, FileSystem fileSystem, Workload workload, long tokens, long squares, long bytes) {
  private static final String CORPUS = "corpus";
  private static final String WEIGHTS = "weights";

  /** Written last: with it, corpus and weights are whole. Says what they were made from. */
  private static final String MADE = "workload.json";

  private static final Set<String> OURS =
      Set.of(CORPUS, WEIGHTS, MADE, BenchmarkJob.WARM, BenchmarkJob.COLD, BenchmarkJob.PEER);

  /** Counts up whenever the same settings begin to make other files. */
  private static final int RECIPE = 1;

  private static final int FILES = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether a corpus was there already, and the corpus. */
  record Opened(boolean reused, SyntheticCorpus corpus) {}

  /**
   * Takes the workload's files from its folder, or makes them.
   *
   * @throws BadSettingException where the folder cannot be used or holds files of others
   */
  static Opened open(SparkSession spark, Workload workload, long seed, String location) {
    Path given = HadoopPaths.path(Setting.FOLDER, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.FOLDER, given, HadoopPaths.conf(spark));
    Path folder = new Path(fileSystem.makeQualified(given), workload.name());
    try {
      fileSystem.mkdirs(folder);
      refuseStrangers(location, fileSystem, folder);
      JsonNode wanted = JSON.readTree(JsonBytes.bytes(madeFrom(workload, seed)));
      JsonNode made = read(fileSystem, new Path(folder, MADE));
      boolean reused = wanted.equals(made.get("made_from"));
      if (!reused) {
        fileSystem.delete(new Path(folder, MADE), false);
        writeCorpus(spark, workload, seed, folder);
        writeWeights(workload, seed, fileSystem, folder);
        made = writeMade(spark, workload, seed, fileSystem, folder);
      }
      return new Opened(
          reused,
          new SyntheticCorpus(
              folder,
              fileSystem,
              workload,
              made.get("tokens").asLong(),
              made.get("squares").asLong(),
              bytes(fileSystem, new Path(folder, CORPUS))));
    } catch (IOException e) {
      throw Setting.FOLDER
          .of(location)
          .bad("cannot be used: " + RootCause.of(e) + "; name a folder that can be written")
          .causedBy(e);
    }
  }

  private static void refuseStrangers(String location, FileSystem fileSystem, Path folder)
      throws IOException {
    for (FileStatus child : fileSystem.listStatus(folder)) {
      if (!OURS.contains(child.getPath().getName())) {
        throw Setting.FOLDER
            .of(location)
            .bad(
                child.getPath() + " is no part of a benchmark; name a folder that is new or empty");
      }
    }
  }

  private static Map<String, Object> madeFrom(Workload workload, long seed) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("recipe", RECIPE);
    contents.put("sentences", workload.sentences());
    contents.put("d_model", workload.modelWidth());
    contents.put("seed", seed);
    return contents;
  }

  private static JsonNode read(FileSystem fileSystem, Path file) throws IOException {
    if (!fileSystem.exists(file)) {
      return JSON.createObjectNode();
    }
    try (InputStream in = fileSystem.open(file)) {
      return JSON.readTree(in);
    }
  }

  private static void writeCorpus(SparkSession spark, Workload workload, long seed, Path folder) {
    int modelWidth = workload.modelWidth();
    MapFunction<Long, SyntheticSentence> make = id -> SyntheticSentence.of(seed, id, modelWidth);
    spark
        .range(0, workload.sentences(), 1, FILES)
        .map(make, Encoders.bean(SyntheticSentence.class))
        .selectExpr("id AS sentence_id", "tokens", "embeddings")
        .write()
        .mode(SaveMode.Overwrite)
        .option("compression", "snappy")
        // Random numbers do not repeat; a dictionary would only be tried in vain.
        .option("parquet.enable.dictionary#embeddings.list.element", false)
        .parquet(new Path(folder, CORPUS).toString());
  }

  private static void writeWeights(Workload workload, long seed, FileSystem fileSystem, Path folder)
      throws IOException {
    int d = workload.modelWidth();
    List<String> names = List.of("W_q", "W_k", "W_v");
    for (int i = 0; i < names.size(); i++) {
      long state = CounterRandom.next(CounterRandom.next(seed, 1), i);
      Matrix matrix = new Matrix(d, d, SyntheticSentence.normals(state, d * d, 1 / Math.sqrt(d)));
      Path file = new Path(new Path(folder, WEIGHTS), names.get(i) + ".npy");
      try (OutputStream out = fileSystem.create(file, true)) {
        NpyWriter.write(matrix, out);
      }
    }
  }

  private static JsonNode writeMade(
      SparkSession spark, Workload workload, long seed, FileSystem fileSystem, Path folder)
      throws IOException {
    Row sums =
        spark
            .read()
            .parquet(new Path(folder, CORPUS).toString())
            .selectExpr("CAST(size(tokens) AS bigint) AS n")
            .selectExpr("sum(n)", "sum(n * n)")
            .first();
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("made_from", madeFrom(workload, seed));
    contents.put("tokens", sums.getLong(0));
    contents.put("squares", sums.getLong(1));
    byte[] bytes = JsonBytes.bytes(contents);
    try (OutputStream out = fileSystem.create(new Path(folder, MADE), true)) {
      out.write(bytes);
    }
    return JSON.readTree(bytes);
  }

  /** Bytes of the Parquet files in a folder. */
  static long bytes(FileSystem fileSystem, Path folder) throws IOException {
    return Arrays.stream(fileSystem.listStatus(folder))
        .filter(file -> file.getPath().getName().endsWith(".parquet"))
        .mapToLong(FileStatus::getLen)
        .sum();
  }

  String corpus() {
    return new Path(folder, CORPUS).toString();
  }

  /** The corpus as a job's input. */
  CorpusSource source() {
    return new CorpusSource.Paths(List.of(corpus()), CorpusSource.Paths.PARQUET);
  }

  static CorpusColumns columns() {
    return new CorpusColumns(
        "sentence_id",
        CorpusColumns.DEFAULT_TOKENS,
        false,
        "embeddings",
        null,
        null,
        List.of(),
        Setting.KEEP);
  }

  String weights() {
    return new Path(folder, WEIGHTS).toString();
  }

  /** Floating-point operations: three products of [tokens, d] and [d, d], and the attention. */
  double operations() {
    double d = workload.modelWidth();
    return 2 * tokens * d * 3 * d + 4 * squares * d;
  }
}
