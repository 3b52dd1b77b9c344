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
 * The corpus and weights of a workload, as files that are created once.
 *
 * @param folder the folder with the files
 * @param tokens the number of tokens of all sentences
 * @param squares the sum of the squares of sentence lengths, to which the cost of attention is
 *     proportional
 * @param bytes the size of the corpus files
 */
record SyntheticCorpus(
    BenchmarkFolder folder, Workload workload, long tokens, long squares, long bytes) {
  /** The version of the files. Increment it when the same settings create different files. */
  private static final int RECIPE = 1;

  private static final int FILES = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A corpus, and whether it already existed. */
  record Opened(boolean reused, SyntheticCorpus corpus) {}

  /**
   * Opens the files of a workload in its folder, or creates them.
   *
   * @throws BadSettingException if the folder cannot be used or holds other files
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
        // Random numbers do not repeat, so a dictionary would not help.
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

  /** Returns the corpus as the input of a job. */
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

  /**
   * Returns the number of floating-point operations: three products of [tokens, d] and [d, d], and
   * the attention.
   */
  double operations() {
    double d = workload.modelWidth();
    return 2 * tokens * d * 3 * d + 4 * squares * d;
  }
}
