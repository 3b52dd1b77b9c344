package io.corpusattention.benchmark;

import io.corpusattention.job.attend.StageTimes;
import java.util.Comparator;
import java.util.List;

/**
 * One run over a workload.
 *
 * @param seconds the seconds from before anything is opened until everything is committed; for an
 *     epoch, those of its training
 * @param bytesWritten the size of the Parquet files; null for an epoch, which writes none
 * @param times the total times of all tasks; null for the peer and for epochs, which do not report
 *     them
 * @param peakHeap the peak heap in bytes; null for other processes and for epochs
 */
public record BenchmarkRun(double seconds, Long bytesWritten, StageTimes times, Long peakHeap) {
  private static final Comparator<BenchmarkRun> FASTEST_FIRST =
      Comparator.comparingDouble(BenchmarkRun::seconds);

  /** Returns a run that is an epoch of training. */
  static BenchmarkRun epoch(double seconds) {
    return new BenchmarkRun(seconds, null, null, null);
  }

  /** Returns the median run; with an even number of runs, the slower of the middle two. */
  public static BenchmarkRun median(List<BenchmarkRun> runs) {
    return runs.stream().sorted(FASTEST_FIRST).toList().get(runs.size() / 2);
  }

  /** Returns the fastest run. */
  public static BenchmarkRun best(List<BenchmarkRun> runs) {
    return runs.stream().min(FASTEST_FIRST).orElseThrow();
  }

  /** Returns the last run. */
  public static BenchmarkRun last(List<BenchmarkRun> runs) {
    return runs.get(runs.size() - 1);
  }
}
