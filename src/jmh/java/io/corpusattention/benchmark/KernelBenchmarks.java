package io.corpusattention.benchmark;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.util.Statistics;

/** Runs benchmarks, with the options of JMH, and ends with a table of microseconds and GFLOP/s. */
public final class KernelBenchmarks {
  private KernelBenchmarks() {}

  public static void main(String[] args) throws CommandLineOptionException, RunnerException {
    Collection<RunResult> results = new Runner(new CommandLineOptions(args)).run();
    System.out.println();
    System.out.println(
        "| workload | tokens | library | best, us | median, us | best, GFLOP/s | median, GFLOP/s |");
    System.out.println("|---|---|---|---|---|---|---|");
    results.forEach(KernelBenchmarks::printRow);
  }

  /**
   * Iterations of all forks are one sample; its mean would follow whatever else the machine did.
   */
  private static void printRow(RunResult result) {
    BenchmarkParams params = result.getParams();
    Workload workload = Workload.valueOf(params.getParam("workload"));
    boolean projection = params.getParam("tokens") != null;
    int tokens = Integer.parseInt(params.getParam(projection ? "tokens" : "n"));
    double flop = projection ? workload.projectionFlop(tokens) : workload.attentionFlop(tokens);
    Statistics micros = result.getPrimaryResult().getStatistics();
    double best = micros.getMin();
    double median = micros.getPercentile(50);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %s | %.1f | %.1f | %.1f | %.1f |%n",
        workload,
        tokens,
        projection ? params.getParam("library") : "ours",
        best,
        median,
        flop / best / 1000,
        flop / median / 1000);
  }
}
