package io.corpusattention.benchmark;

import io.corpusattention.attention.Setting;
import java.util.List;

/**
 * All that a benchmark is told.
 *
 * @param job that is measured
 * @param workloads that are made; passed over where a model is measured
 * @param model null where none is measured
 * @param scale times the sentences of the workloads, or times the text that goes through the model
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
    BenchmarkedModel model,
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
    if (job == BenchmarkedJob.ANALYZE && peer != null) {
      throw Setting.PEER
          .of(peer)
          .bad(
              "has nothing beside ",
              Setting.JOB.of(job.label()),
              ", which is measured beside attend; leave it out");
    }
    if (job.ofModel() && scale != Math.rint(scale)) {
      throw Setting.SCALE
          .of(scale)
          .bad(
              "takes the text a whole number of times with ",
              Setting.JOB.of(job.label()),
              ", such as 2");
    }
    if (job != BenchmarkedJob.ATTEND && cold) {
      throw Setting.COLD
          .given()
          .bad("is for one layer; leave it out with ", Setting.JOB.of(job.label()));
    }
    if (!peerStyle.fits(job)) {
      throw Setting.PEER_STYLE
          .of(peerStyle.label())
          .bad("with ", Setting.JOB.of(job.label()), " must be one of " + PeerStyle.labels(job));
    }
    if (home == null && (cold || peer != null)) {
      throw (cold ? Setting.COLD.given() : Setting.PEER.of(peer))
          .bad("starts a script beside jobs/benchmark; start the benchmark by that script");
    }
    workloads = workloads.stream().distinct().map(workload -> workload.times(scale)).toList();
  }
}
