package io.corpusattention.benchmark;

import io.corpusattention.attention.BadSettingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Measures the speed of a job on synthetic corpora or on a text. Can compare it with a peer. */
public final class BenchmarkJob {
  private final SparkSession spark;
  private final BenchmarkSettings settings;
  private final BenchmarkMachine machine;

  private BenchmarkJob(SparkSession spark, BenchmarkSettings settings, BenchmarkMachine machine) {
    this.spark = spark;
    this.settings = settings;
    this.machine = machine;
  }

  /**
   * Opens a benchmark. Checks that the peer, if there is one, can run.
   *
   * @throws BadSettingException if it cannot
   */
  public static BenchmarkJob open(SparkSession spark, BenchmarkSettings settings)
      throws IOException {
    String peer = settings.peer() == null ? null : PeerProcess.versions(settings);
    int tasks = spark.sparkContext().defaultParallelism();
    return new BenchmarkJob(spark, settings, new BenchmarkMachine(tasks, spark.version(), peer));
  }

  public BenchmarkMachine machine() {
    return machine;
  }

  /** Creates missing corpora, and runs all workloads one after another. */
  public List<BenchmarkResult> run(Consumer<String> progress) throws IOException {
    if (settings.job() == BenchmarkedJob.MODEL) {
      return List.of(ModelBenchmark.open(spark, settings, machine.tasks()).measure(progress));
    }
    if (settings.job() == BenchmarkedJob.ANALYZE) {
      ModelBenchmark model = ModelBenchmark.open(spark, settings, machine.tasks());
      return List.of(new AnalyzeBenchmark(model).measure(progress));
    }
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
              : new AttendBenchmark(spark, settings, corpus, machine.tasks()).measure(progress));
    }
    return results;
  }
}
