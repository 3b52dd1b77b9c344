package io.corpusattention.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measured runs: the peer's lie between ours, so that what else the machine does meets both alike.
 *
 * @param ours in their order
 * @param peers in their order; none where there is no peer
 */
record Turns(List<BenchmarkRun> ours, List<BenchmarkRun> peers) {
  /** One run over a workload. */
  @FunctionalInterface
  interface Pass {
    BenchmarkRun run() throws IOException;
  }

  /**
   * Takes all turns, first those that only warm up.
   *
   * @param name of the workload
   * @param peer null for none
   */
  static Turns take(
      BenchmarkSettings settings, String name, Pass ours, Pass peer, Consumer<String> progress)
      throws IOException {
    Turns turns = new Turns(new ArrayList<>(), new ArrayList<>());
    for (int i = -settings.warmUp(); i < settings.repeat(); i++) {
      String turn = name + (i < 0 ? ", warming up" : ", run " + (i + 1));
      BenchmarkRun run = ours.run();
      progress.accept(String.format(Locale.ROOT, "%s: %.2f s", turn, run.seconds()));
      BenchmarkRun other = null;
      if (peer != null) {
        other = peer.run();
        progress.accept(String.format(Locale.ROOT, "%s, peer: %.2f s", turn, other.seconds()));
      }
      if (i >= 0) {
        turns.ours.add(run);
        if (other != null) {
          turns.peers.add(other);
        }
      }
    }
    return turns;
  }
}
