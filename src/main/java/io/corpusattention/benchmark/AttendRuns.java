package io.corpusattention.benchmark;

import io.corpusattention.job.attend.AttendJob;
import io.corpusattention.job.attend.AttendResult;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.table.Compression;
import io.corpusattention.table.run.WriteMode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Runs of attend in this process, which all write to the same folder. */
record AttendRuns(SparkSession spark, BenchmarkFolder folder) {
  static final Compression COMPRESSION = Compression.SNAPPY;
  static final RecordSettings RECORDS = new RecordSettings(OnBadRecord.FAIL, null, null);

  /** A run and its result. */
  record Ran(BenchmarkRun run, AttendResult result) {}

  /** Returns the output of runs in this process. */
  OutputSettings output() {
    return new OutputSettings(
        folder.file(BenchmarkFolder.WARM).toString(), WriteMode.OVERWRITE, COMPRESSION);
  }

  /**
   * Measures one complete run: reads the weights, runs the tasks and commits the table.
   *
   * @param settings the settings; their output must be {@link #output}
   */
  Ran run(AttendSettings settings) throws IOException {
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    AttendResult result =
        AttendJob.open(spark, settings).run((sentences, of, tokens, seconds) -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    long peak = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    long written = 0;
    for (String table : result.tables()) {
      written += folder.bytes(BenchmarkFolder.WARM + "/" + table);
    }
    return new Ran(new BenchmarkRun(seconds, written, result.times(), peak), result);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
