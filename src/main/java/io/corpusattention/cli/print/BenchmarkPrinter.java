package io.corpusattention.cli.print;

import io.corpusattention.benchmark.BenchmarkMachine;
import io.corpusattention.benchmark.BenchmarkResult;
import io.corpusattention.benchmark.BenchmarkRun;
import io.corpusattention.benchmark.BenchmarkSettings;
import io.corpusattention.benchmark.BenchmarkedJob;
import io.corpusattention.benchmark.ModelFigures;
import io.corpusattention.job.attend.StageTimes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the figures of a benchmark as a table. */
public record BenchmarkPrinter(PrintWriter out) {
  private static final String HEADINGS = "%-16s%8s%12s%9s%9s%9s   %6s%9s%11s%7s%8s%n";
  private static final String FIGURES = "%-16s%8.2f%,12.0f%9.1f";
  private static final String OF_MODEL = "%-16s%8s%12s%9s%9s   %6s%8s%7s%8s%n";
  private static final String MEGABYTES = "%9.1f%9.1f   ";

  public void print(
      BenchmarkSettings settings, BenchmarkMachine machine, List<BenchmarkResult> results) {
    out.printf(
        "Spark %s, Java %s, %d tasks at once%n",
        machine.spark(), System.getProperty("java.version"), machine.tasks());
    if (machine.peer() != null) {
      out.println("Peer: " + machine.peer());
    }
    for (BenchmarkResult result : results) {
      out.println();
      workload(result);
      switch (settings.job()) {
        case TRAIN -> epochs(result);
        case MODEL -> model(result);
        case ATTEND -> runs(result);
        case ANALYZE -> analyze(result);
      }
      if (settings.job() == BenchmarkedJob.ANALYZE) {
        out.printf(
            Locale.ROOT,
            "Tokens a second, those of analyze to those of attend, by the medians: %.2f%n",
            result.ratio());
      } else if (!result.peer().isEmpty()) {
        out.printf(
            Locale.ROOT,
            "Tokens a second, ours to those of the peer (%s), by the medians: %.2f%n",
            settings.peerStyle().label(),
            result.ratio());
      }
    }
    out.println();
    if (settings.job() == BenchmarkedJob.ANALYZE) {
      out.println("attend: with --attention none --hidden mean.");
      out.flush();
      return;
    }
    out.println(
        "Floating-point operations are those of "
            + switch (settings.job()) {
              case TRAIN -> "products, scores, context vectors and candidates, there and back.";
              case MODEL -> "products with weights; scores and context vectors come on top.";
              case ATTEND, ANALYZE -> "products, scores and context vectors.";
            });
    if (settings.job() != BenchmarkedJob.TRAIN) {
      explainRuns();
    }
    out.flush();
  }

  private void explainRuns() {
    out.println("MB are 10^6 bytes of Parquet files.");
    out.println(
        "Core-s are all tasks' seconds together. Heap is the sum of the peaks of this JVM's heap"
            + " pools, garbage included.");
  }

  private void workload(BenchmarkResult result) {
    out.printf(
        Locale.ROOT,
        "%s: %,d sentences, %,d tokens, d_model %d, heads %d",
        result.workload().name(),
        result.workload().sentences(),
        result.tokens(),
        result.workload().modelWidth(),
        result.workload().heads());
    if (result.model() == null && result.operations() > 0) {
      out.printf(Locale.ROOT, ", %,.0f MB to read", result.bytesRead() / 1e6);
    }
  }

  private void epochs(BenchmarkResult result) {
    out.printf(Locale.ROOT, " in %.2f s", result.reading().seconds());
    if (result.reading().peerSeconds() != null) {
      out.printf(Locale.ROOT, ", by the peer in %.2f s", result.reading().peerSeconds());
    }
    out.printf("%n%-16s%8s%12s%9s%n", "epoch", "seconds", "tokens/s", "GFLOP/s");
    runs(result, "ours", result.warm());
    if (!result.peer().isEmpty()) {
      runs(result, "peer", result.peer());
    }
  }

  private void analyze(BenchmarkResult result) {
    out.printf("%n%-16s%8s%12s%n", "run", "seconds", "tokens/s");
    seconds(result, "analyze", result.warm());
    seconds(result, "attend", result.peer());
  }

  private void seconds(BenchmarkResult result, String name, List<BenchmarkRun> runs) {
    seconds(result, name + ", median", BenchmarkRun.median(runs));
    seconds(result, name + ", best", BenchmarkRun.best(runs));
  }

  private void seconds(BenchmarkResult result, String name, BenchmarkRun run) {
    out.printf(
        Locale.ROOT, "%-16s%8.2f%,12.0f%n", name, run.seconds(), result.tokensPerSecond(run));
  }

  private void model(BenchmarkResult result) {
    ModelFigures model = result.model();
    out.printf(
        Locale.ROOT,
        ", %d layers, d_ff %d, %.1f MFLOP a token%n",
        model.layers(),
        model.innerWidth(),
        model.operationsPerToken() / 1e6);
    out.printf(OF_MODEL, "", "", "", "GFLOP/s", "MB", "core-s", "", "", "MB");
    out.printf(
        OF_MODEL,
        "run",
        "seconds",
        "tokens/s",
        "a core",
        "written",
        "read",
        "layers",
        "write",
        "heap");
    runs(result, "warm", result.warm());
    if (!result.peer().isEmpty()) {
      runs(result, "peer", result.peer());
    }
    BenchmarkRun median = BenchmarkRun.median(result.warm());
    out.printf(
        Locale.ROOT,
        "GFLOP/s a core, by the medians: %.1f of the run, %.1f of its layers, %.1f of its products"
            + " alone; the run has %.0f%% of the last%n",
        result.gigaflopsOfCore(median),
        result.gigaflopsOfLayers(median),
        model.kernel(),
        100 * result.shareOfKernel());
  }

  private void runs(BenchmarkResult result) {
    out.printf(
        Locale.ROOT,
        ", %,.0f MB to write%n",
        BenchmarkRun.last(result.warm()).bytesWritten() / 1e6);
    out.printf(HEADINGS, "", "", "", "", "MB/s", "MB/s", "core-s", "", "", "", "MB");
    out.printf(
        HEADINGS,
        "run",
        "seconds",
        "tokens/s",
        "GFLOP/s",
        "read",
        "written",
        "read",
        "product",
        "attention",
        "write",
        "heap");
    runs(result, "warm", result.warm());
    if (result.cold() != null) {
      run(result, "cold, process", result.cold());
    }
    if (!result.peer().isEmpty()) {
      runs(result, "peer", result.peer());
    }
  }

  private void runs(BenchmarkResult result, String name, List<BenchmarkRun> runs) {
    run(result, name + ", last", BenchmarkRun.last(runs));
    run(result, name + ", median", BenchmarkRun.median(runs));
    run(result, name + ", best", BenchmarkRun.best(runs));
  }

  private void run(BenchmarkResult result, String name, BenchmarkRun run) {
    if (result.model() != null) {
      runOfModel(result, name, run);
      return;
    }
    out.printf(
        Locale.ROOT,
        FIGURES,
        name,
        run.seconds(),
        result.tokensPerSecond(run),
        result.gigaflops(run));
    if (run.bytesWritten() != null) {
      out.printf(Locale.ROOT, MEGABYTES, result.megabytesRead(run), result.megabytesWritten(run));
    }
    StageTimes times = run.times();
    if (times != null) {
      out.printf(
          Locale.ROOT,
          "%6.2f%9.2f%11.2f%7.2f",
          times.read() / 1e9,
          times.projection() / 1e9,
          times.attention() / 1e9,
          times.write() / 1e9);
    }
    if (run.peakHeap() != null) {
      out.printf(Locale.ROOT, "%,8.0f", run.peakHeap() / 1e6);
    }
    out.println();
  }

  private void runOfModel(BenchmarkResult result, String name, BenchmarkRun run) {
    StageTimes times = run.times();
    Long peak = run.peakHeap();
    String row =
        String.format(
            OF_MODEL,
            name,
            shown("%.2f", run.seconds()),
            shown("%,.0f", result.tokensPerSecond(run)),
            shown("%.1f", result.gigaflopsOfCore(run)),
            run.bytesWritten() == null ? "" : shown("%,.1f", run.bytesWritten() / 1e6),
            times == null ? "" : shown("%.2f", times.read() / 1e9),
            times == null ? "" : shown("%.2f", times.layers() / 1e9),
            times == null ? "" : shown("%.2f", times.write() / 1e9),
            peak == null ? "" : shown("%,.0f", peak / 1e6));
    out.println(row.stripTrailing());
  }

  private static String shown(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
