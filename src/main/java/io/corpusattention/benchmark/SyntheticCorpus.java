package io.corpusattention.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.math.CounterRandom;
import io.corpusattention.table.run.JsonBytes;
import io.corpusattention.weights.npy.NpyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param folder that holds them
 * @param tokens of all sentences
 * @param squares of the sentences' lengths, summed: what attention takes grows with them
 * @param bytes of the corpus's files
 */
record SyntheticCorpus(
    BenchmarkFolder folder, Workload workload, long tokens, long squares, long bytes) {
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
    return BenchmarkFolder.make(
        spark, location, workload.name(), folder -> open(spark, workload, seed, folder));
  }

  private static Opened open(
      SparkSession spark, Workload workload, long seed, BenchmarkFolder folder) throws IOException {
    JsonNode wanted = JSON.readTree(JsonBytes.bytes(madeFrom(workload, seed)));
    JsonNode made = read(folder.fileSystem(), folder.file(BenchmarkFolder.MADE));
    boolean reused = wanted.equals(made.get("made_from"));
    if (!reused) {
      folder.fileSystem().delete(folder.file(BenchmarkFolder.MADE), false);
      writeCorpus(spark, workload, seed, folder);
      writeWeights(workload, seed, folder);
      made = writeMade(spark, workload, seed, folder);
    }
    return new Opened(
        reused,
        new SyntheticCorpus(
            folder,
            workload,
            made.get("tokens").asLong(),
            made.get("squares").asLong(),
            folder.bytes(BenchmarkFolder.CORPUS)));
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

  private static void writeCorpus(
      SparkSession spark, Workload workload, long seed, BenchmarkFolder folder) {
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
        .parquet(folder.file(BenchmarkFolder.CORPUS).toString());
  }

  private static void writeWeights(Workload workload, long seed, BenchmarkFolder folder)
      throws IOException {
    int d = workload.modelWidth();
    List<String> names = List.of("W_q", "W_k", "W_v");
    for (int i = 0; i < names.size(); i++) {
      long state = CounterRandom.next(CounterRandom.next(seed, 1), i);
      Matrix matrix = new Matrix(d, d, SyntheticSentence.normals(state, d * d, 1 / Math.sqrt(d)));
      Path file = new Path(folder.file(BenchmarkFolder.WEIGHTS), names.get(i) + ".npy");
      try (OutputStream out = folder.fileSystem().create(file, true)) {
        NpyWriter.write(matrix, out);
      }
    }
  }

  private static JsonNode writeMade(
      SparkSession spark, Workload workload, long seed, BenchmarkFolder folder) throws IOException {
    Row sums =
        spark
            .read()
            .parquet(folder.file(BenchmarkFolder.CORPUS).toString())
            .selectExpr("CAST(size(tokens) AS bigint) AS n")
            .selectExpr("sum(n)", "sum(n * n)")
            .first();
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("made_from", madeFrom(workload, seed));
    contents.put("tokens", sums.getLong(0));
    contents.put("squares", sums.getLong(1));
    byte[] bytes = JsonBytes.bytes(contents);
    try (OutputStream out = folder.fileSystem().create(folder.file(BenchmarkFolder.MADE), true)) {
      out.write(bytes);
    }
    return JSON.readTree(bytes);
  }

  Path corpus() {
    return folder.file(BenchmarkFolder.CORPUS);
  }

  /** The corpus as a job's input. */
  CorpusSource source() {
    return new CorpusSource.Paths(List.of(corpus().toString()), CorpusSource.Paths.PARQUET);
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

  Path weights() {
    return folder.file(BenchmarkFolder.WEIGHTS);
  }

  /** Floating-point operations: three products of [tokens, d] and [d, d], and the attention. */
  double operations() {
    double d = workload.modelWidth();
    return 2 * tokens * d * 3 * d + 4 * squares * d;
  }
}
