package io.corpusattention.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.attend.AttendJob;
import io.corpusattention.job.attend.AttendResult;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.attend.StageTimes;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.QuerySettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.WeightsSettings;
import io.corpusattention.table.Compression;
import io.corpusattention.table.run.WriteMode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Measures how fast a job is, on corpora that it makes, and beside a peer if there is one. */
public final class BenchmarkJob {
  static final String WARM = "attend";
  static final String COLD = "attend-cold";
  static final String PEER = "peer";

  private static final Compression COMPRESSION = Compression.SNAPPY;

  private final SparkSession spark;
  private final BenchmarkSettings settings;
  private final BenchmarkMachine machine;

  private BenchmarkJob(SparkSession spark, BenchmarkSettings settings, BenchmarkMachine machine) {
    this.spark = spark;
    this.settings = settings;
    this.machine = machine;
  }

  /**
   * Checks that the peer, if there is one, can run.
   *
   * @throws BadSettingException where it cannot
   */
  public static BenchmarkJob open(SparkSession spark, BenchmarkSettings settings)
      throws IOException {
    String peer = settings.peer() == null ? null : PeerProcess.versions(settings.peer());
    int tasks = spark.sparkContext().defaultParallelism();
    return new BenchmarkJob(spark, settings, new BenchmarkMachine(tasks, spark.version(), peer));
  }

  public BenchmarkMachine machine() {
    return machine;
  }

  /** Makes the corpora that are not there yet and runs all workloads, one after the other. */
  public List<BenchmarkResult> run(Consumer<String> progress) throws IOException {
    List<BenchmarkResult> results = new ArrayList<>();
    for (Workload workload : settings.workloads()) {
      SyntheticCorpus.Opened opened =
          SyntheticCorpus.open(spark, workload, settings.seed(), settings.folder());
      SyntheticCorpus corpus = opened.corpus();
      progress.accept(
          String.format(
              Locale.ROOT,
              "%s: %,d sentences %s %s",
              workload.name(),
              workload.sentences(),
              opened.reused() ? "found in" : "made in",
              corpus.corpus()));
      results.add(
          settings.job() == BenchmarkedJob.TRAIN
              ? new TrainBenchmark(spark, settings, corpus, machine.tasks()).measure(progress)
              : measure(corpus, progress));
    }
    return results;
  }

  private BenchmarkResult measure(SyntheticCorpus corpus, Consumer<String> progress)
      throws IOException {
    List<BenchmarkRun> warm = new ArrayList<>();
    List<BenchmarkRun> others = new ArrayList<>();
    // The peer's passes lie between ours, so that what else the machine does meets both alike.
    try (PeerProcess peer = startPeer(corpus)) {
      for (int i = -settings.warmUp(); i < settings.repeat(); i++) {
        String pass = corpus.workload().name() + (i < 0 ? ", warming up" : ", run " + (i + 1));
        BenchmarkRun run = attend(corpus);
        progress.accept(String.format(Locale.ROOT, "%s: %.2f s", pass, run.seconds()));
        BenchmarkRun other = null;
        if (peer != null) {
          other = peerRun(corpus, peer);
          progress.accept(String.format(Locale.ROOT, "%s, peer: %.2f s", pass, other.seconds()));
        }
        if (i >= 0) {
          warm.add(run);
          if (other != null) {
            others.add(other);
          }
        }
      }
    }
    BenchmarkRun cold = settings.cold() ? cold(corpus) : null;
    return new BenchmarkResult(
        corpus.workload(),
        corpus.tokens(),
        corpus.operations(),
        corpus.bytes(),
        null,
        warm,
        cold,
        others);
  }

  /**
   * One run in this process, with all that a run does: weights read, tasks run, table committed.
   */
  private BenchmarkRun attend(SyntheticCorpus corpus) throws IOException {
    Path output = new Path(corpus.folder(), WARM);
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    AttendResult result =
        AttendJob.open(spark, attendSettings(corpus, output))
            .run((sentences, of, tokens, seconds) -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    long peak = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return new BenchmarkRun(seconds, tableBytes(corpus, output), result.times(), peak);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static AttendSettings attendSettings(SyntheticCorpus corpus, Path output) {
    int heads = corpus.workload().heads();
    return new AttendSettings(
        new AttentionSettings(
            corpus.source(),
            SyntheticCorpus.columns(),
            new WeightsSettings(corpus.weights(), null, heads, null, null),
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
        new OutputSettings(output.toString(), WriteMode.OVERWRITE, COMPRESSION),
        new RecordSettings(OnBadRecord.FAIL, null, null));
  }

  private static long tableBytes(SyntheticCorpus corpus, Path output) throws IOException {
    return SyntheticCorpus.bytes(corpus.fileSystem(), new Path(output, RunLayout.ATTENTION));
  }

  private PeerProcess startPeer(SyntheticCorpus corpus) {
    return settings.peer() == null
        ? null
        : PeerProcess.attending(settings, corpus, machine.tasks());
  }

  private static BenchmarkRun peerRun(SyntheticCorpus corpus, PeerProcess peer) throws IOException {
    double seconds = peer.pass();
    Path output = new Path(corpus.folder(), PEER);
    return new BenchmarkRun(
        seconds, SyntheticCorpus.bytes(corpus.fileSystem(), output), null, null);
  }

  /** One run as a person starts it, from the start of its process to the end. */
  private BenchmarkRun cold(SyntheticCorpus corpus) throws IOException {
    Path output = new Path(corpus.folder(), COLD);
    ProcessBuilder builder =
        new ProcessBuilder(
            java.nio.file.Path.of(settings.home(), "jobs", "attend").toString(),
            "--input=" + corpus.corpus(),
            "--weights=" + corpus.weights(),
            "--heads=" + corpus.workload().heads(),
            "--compression=" + COMPRESSION.name().toLowerCase(Locale.ROOT),
            "--mode=overwrite",
            "--output=" + output);
    // jobs/submit has set it for this process; to itself it would mean a Spark of the user's own.
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
      return new BenchmarkRun(
          seconds, tableBytes(corpus, output), manifestTimes(corpus, output), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while jobs/attend ran", e);
    } finally {
      Files.delete(log);
    }
  }

  private static StageTimes manifestTimes(SyntheticCorpus corpus, Path output) throws IOException {
    try (InputStream in = corpus.fileSystem().open(new Path(output, RunLayout.MANIFEST))) {
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
