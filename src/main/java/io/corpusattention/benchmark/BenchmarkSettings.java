package io.corpusattention.benchmark;

import io.corpusattention.attention.Setting;
import java.util.List;

/**
 * All that a benchmark is told.
 *
 * @param job that is measured
 * @param scale times the sentences of the workloads
 * @param seed of the corpora and the weights
 * @param folder for the corpora and for what the runs write
 * @param repeat measured runs in this process
 * @param warmUp runs before them that are not measured
 * @param cold whether to run once in a process of its own, too
 * @param peer a Python to run the peer with; null for none
 * @param peerStyle how the peer computes
 * @param home where jobs/ and src/ are; null where the job was not started by its script
 */
public record BenchmarkSettings(
    BenchmarkedJob job,
    List<Workload> workloads,
    double scale,
    long seed,
    String folder,
    int repeat,
    int warmUp,
    boolean cold,
    String peer,
    PeerStyle peerStyle,
    String home) {
  public BenchmarkSettings {
    if (!(scale > 0) || scale > 1e6) {
      throw Setting.SCALE.of(scale).bad("must be above 0, and at most 1000000");
    }
    Setting.REPEAT.requirePositive(repeat);
    if (warmUp < 0) {
      throw Setting.WARM_UP.of(warmUp).bad("must be 0 or more");
    }
    if (job == BenchmarkedJob.TRAIN && cold) {
      throw Setting.COLD.given().bad("runs jobs/attend; leave it out with ", Setting.JOB, " train");
    }
    if (home == null && (cold || peer != null)) {
      throw (cold ? Setting.COLD.given() : Setting.PEER.of(peer))
          .bad("starts a script beside jobs/benchmark; start the benchmark by that script");
    }
    workloads = workloads.stream().distinct().map(workload -> workload.times(scale)).toList();
  }
}
