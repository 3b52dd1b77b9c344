package io.corpusattention.benchmark;

import io.corpusattention.job.attend.StageTimes;
import java.util.Comparator;
import java.util.List;

/**
 * One run over a workload.
 *
 * @param seconds from before anything is opened until all is committed; of an epoch, its training
 * @param bytesWritten of the Parquet files; null of an epoch, which writes none
 * @param times of all tasks together; null of the peer and of epochs, which do not tell
 * @param peakHeap bytes; null of a process other than this one, and of epochs
 */
public record BenchmarkRun(double seconds, Long bytesWritten, StageTimes times, Long peakHeap) {
  private static final Comparator<BenchmarkRun> FASTEST_FIRST =
      Comparator.comparingDouble(BenchmarkRun::seconds);

  /** An epoch of training. */
  static BenchmarkRun epoch(double seconds) {
    return new BenchmarkRun(seconds, null, null, null);
  }

  /** The run in the middle; of two, the slower. */
  public static BenchmarkRun median(List<BenchmarkRun> runs) {
    return runs.stream().sorted(FASTEST_FIRST).toList().get(runs.size() / 2);
  }

  /** The fastest. */
  public static BenchmarkRun best(List<BenchmarkRun> runs) {
    return runs.stream().min(FASTEST_FIRST).orElseThrow();
  }

  /** The one that came last. */
  public static BenchmarkRun last(List<BenchmarkRun> runs) {
    return runs.get(runs.size() - 1);
  }
}
