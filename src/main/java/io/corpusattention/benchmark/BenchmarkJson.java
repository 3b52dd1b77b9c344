package io.corpusattention.benchmark;

import io.corpusattention.math.Kernels;
import io.corpusattention.table.run.JsonBytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats the figures of a benchmark as JSON. */
public final class BenchmarkJson {
  private BenchmarkJson() {}

  /** Returns the bytes of the file. */
  public static byte[] bytes(
      BenchmarkSettings settings, BenchmarkMachine machine, List<BenchmarkResult> results) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("job", "benchmark");
    contents.put("measured_job", settings.job().label());
    contents.put("scale", settings.scale());
    if (settings.model() == null) {
      contents.put("seed", settings.seed());
    } else {
      contents.put("model", settings.model().folder());
      contents.put("input", settings.model().text());
      contents.put("attention", settings.model().attention().toString());
      contents.put("hidden", settings.model().hidden().name().toLowerCase(Locale.ROOT));
    }
    contents.put("repeat", settings.repeat());
    contents.put("warm_up", settings.warmUp());
    Map<String, Object> on = new LinkedHashMap<>();
    on.put("tasks_at_once", machine.tasks());
    on.put("spark", machine.spark());
    on.put("java", System.getProperty("java.version"));
    on.put("driver_kernel", Kernels.get().name());
    if (machine.peer() != null) {
      on.put("peer", machine.peer());
    }
    contents.put("machine", on);
    contents.put("workloads", results.stream().map(result -> workload(settings, result)).toList());
    return JsonBytes.bytes(contents);
  }

  private static Map<String, Object> workload(BenchmarkSettings settings, BenchmarkResult result) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("workload", result.workload().name());
    contents.put("d_model", result.workload().modelWidth());
    contents.put("heads", result.workload().heads());
    contents.put("sentences", result.workload().sentences());
    contents.put("tokens", result.tokens());
    contents.put("floating_point_operations", result.operations());
    contents.put("bytes_read", result.bytesRead());
    if (result.reading() != null) {
      contents.put("seconds_of_reading", result.reading().seconds());
    }
    if (result.model() != null) {
      contents.put("layers", result.model().layers());
      contents.put("d_ff", result.model().innerWidth());
      contents.put("operations_per_token", result.model().operationsPerToken());
      contents.put("kernel_gigaflops_per_core", result.model().kernel());
      contents.put("kernel_gigaflops_per_core_of_all", result.model().kernelGigaflops());
      contents.put("share_of_kernel", result.shareOfKernel());
    }
    contents.put("warm", runs(result, result.warm()));
    if (result.cold() != null) {
      contents.put("cold", run(result, result.cold()));
    }
    if (!result.peer().isEmpty()) {
      Map<String, Object> peer = runs(result, result.peer());
      if (result.reading() != null) {
        peer.put("seconds_of_reading", result.reading().peerSeconds());
      }
      peer.put("style", settings.peerStyle().label());
      peer.put("tokens_per_second_ours_to_peers", result.ratio());
      contents.put("peer", peer);
    }
    return contents;
  }

  private static Map<String, Object> runs(BenchmarkResult result, List<BenchmarkRun> runs) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("last", run(result, BenchmarkRun.last(runs)));
    contents.put("median", run(result, BenchmarkRun.median(runs)));
    contents.put("best", run(result, BenchmarkRun.best(runs)));
    contents.put("seconds_of_all", runs.stream().map(BenchmarkRun::seconds).toList());
    return contents;
  }

  private static Map<String, Object> run(BenchmarkResult result, BenchmarkRun run) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("seconds", run.seconds());
    contents.put("tokens_per_second", result.tokensPerSecond(run));
    contents.put("gigaflops", result.gigaflops(run));
    if (result.model() != null) {
      contents.put("gigaflops_per_core", result.gigaflopsOfCore(run));
      if (run.times() != null) {
        contents.put("gigaflops_per_core_of_layers", result.gigaflopsOfLayers(run));
      }
    }
    if (result.reading() == null) {
      contents.put("megabytes_read_per_second", result.megabytesRead(run));
    }
    if (run.bytesWritten() != null) {
      contents.put("bytes_written", run.bytesWritten());
      contents.put("megabytes_written_per_second", result.megabytesWritten(run));
    }
    if (run.times() != null) {
      Map<String, Object> times = new LinkedHashMap<>();
      times.put("read", run.times().read() / 1e9);
      if (result.model() == null) {
        times.put("projection", run.times().projection() / 1e9);
        times.put("attention", run.times().attention() / 1e9);
      } else {
        times.put("layers", run.times().layers() / 1e9);
      }
      times.put("write", run.times().write() / 1e9);
      contents.put("core_seconds", times);
    }
    if (run.peakHeap() != null) {
      contents.put("peak_heap_bytes", run.peakHeap());
    }
    return contents;
  }
}
