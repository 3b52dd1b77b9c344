package io.corpusattention.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.attend.StageTimes;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.QuerySettings;
import io.corpusattention.job.run.WeightsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the speed of attend with one layer on one corpus.
 *
 * @param threads the number of threads of the peer
 */
record AttendBenchmark(
    SparkSession spark, BenchmarkSettings settings, SyntheticCorpus corpus, int threads) {
  BenchmarkResult measure(Consumer<String> progress) throws IOException {
    AttendRuns runs = new AttendRuns(spark, corpus.folder());
    AttendSettings attend = attendSettings(runs);
    Turns turns;
    try (PeerProcess peer = startPeer()) {
      turns =
          Turns.take(
              settings,
              corpus.workload().name(),
              () -> runs.run(attend).run(),
              peer == null ? null : () -> peerRun(peer),
              progress);
    }
    return new BenchmarkResult(
        corpus.workload(),
        corpus.tokens(),
        corpus.operations(),
        corpus.bytes(),
        null,
        null,
        turns.ours(),
        settings.cold() ? cold() : null,
        turns.peers());
  }

  private AttendSettings attendSettings(AttendRuns runs) {
    int heads = corpus.workload().heads();
    return new AttendSettings(
        new AttentionSettings(
            corpus.source(),
            SyntheticCorpus.columns(),
            new WeightsSettings(corpus.weights().toString(), null, heads, null, null),
            QuerySettings.SELF,
            new AttentionConfig(
                1,
                1,
                new Mask.None(),
                null,
                1,
                new Alignment.Soft(),
                new AttentionOutput.Full(),
                ContextOutput.TOKENS,
                AttentionConfig.DEFAULT_MAX_ROW_BYTES)),
        null,
        runs.output(),
        AttendRuns.RECORDS);
  }

  private PeerProcess startPeer() {
    return settings.peer() == null ? null : PeerProcess.attending(settings, corpus, threads);
  }

  private BenchmarkRun peerRun(PeerProcess peer) throws IOException {
    double seconds = peer.pass();
    return new BenchmarkRun(seconds, corpus.folder().bytes(BenchmarkFolder.PEER), null, null);
  }

  /**
   * Runs attend once as a user starts it, and measures from the start of its process to the end.
   */
  private BenchmarkRun cold() throws IOException {
    Path output = corpus.folder().file(BenchmarkFolder.COLD);
    ProcessBuilder builder =
        new ProcessBuilder(
            java.nio.file.Path.of(settings.home(), "jobs", "attend").toString(),
            "--input=" + corpus.corpus(),
            "--weights=" + corpus.weights(),
            "--heads=" + corpus.workload().heads(),
            "--compression=" + AttendRuns.COMPRESSION.name().toLowerCase(Locale.ROOT),
            "--mode=overwrite",
            "--output=" + output);
    // jobs/submit has set it for this process. The child process would mistake it for the user's
    // own Spark.
    builder
        .environment()
        .remove("SPARK_HOME", java.nio.file.Path.of(settings.home(), "target", "spark").toString());
    java.nio.file.Path log = Files.createTempFile("attend-cold", ".log");
    try {
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      long start = System.nanoTime();
      int exitCode = builder.start().waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (exitCode != 0) {
        throw new IllegalStateException(
            "jobs/attend ended with exit code " + exitCode + ": " + Files.readString(log));
      }
      long written = corpus.folder().bytes(BenchmarkFolder.COLD + "/" + RunLayout.ATTENTION);
      return new BenchmarkRun(seconds, written, manifestTimes(output), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while jobs/attend ran", e);
    } finally {
      Files.delete(log);
    }
  }

  private StageTimes manifestTimes(Path output) throws IOException {
    Path manifest = new Path(output, RunLayout.MANIFEST);
    try (InputStream in = corpus.folder().fileSystem().open(manifest)) {
      JsonNode seconds = new ObjectMapper().readTree(in).at("/timings/core_seconds");
      return new StageTimes(
          nanos(seconds, "read"),
          nanos(seconds, "projection"),
          nanos(seconds, "attention"),
          nanos(seconds, "write"));
    }
  }

  private static long nanos(JsonNode seconds, String name) {
    return Math.round(seconds.get(name).asDouble() * 1e9);
  }
}
