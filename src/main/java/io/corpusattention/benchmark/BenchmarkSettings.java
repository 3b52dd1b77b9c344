package io.corpusattention.benchmark;

import io.corpusattention.attention.Setting;
import java.util.List;

/**
 * The settings of a benchmark.
 *
 * @param job the job to measure
 * @param workloads the workloads to create; ignored if a model is measured
 * @param model the model to measure, or null for none
 * @param scale the factor for the number of sentences of the workloads, or the number of times that
 *     the model reads the text
 * @param seed the seed of the corpora and the weights
 * @param folder the folder for the corpora and the output of runs
 * @param repeat the number of measured runs in this process
 * @param warmUp the number of unmeasured runs before them
 * @param cold whether to also run once in a separate process
 * @param peer the Python that runs the peer, or null for no peer
 * @param peerStyle how the peer computes
 * @param home the folder with jobs/ and src/, or null if the job was not started by its script
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
