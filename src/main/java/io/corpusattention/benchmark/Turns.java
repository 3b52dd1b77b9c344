package io.corpusattention.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The measured runs. The peer's runs alternate with ours, so that other load on the machine affects
 * both equally.
 *
 * @param ours our runs, in order
 * @param peers the peer's runs, in order; empty if there is no peer
 */
record Turns(List<BenchmarkRun> ours, List<BenchmarkRun> peers) {
  /** A run over a workload. */
  @FunctionalInterface
  interface Pass {
    BenchmarkRun run() throws IOException;
  }

  /**
   * Runs all turns, starting with the warm-up.
   *
   * @param name the name of the workload
   * @param peer the runs of the peer, or null for none
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
