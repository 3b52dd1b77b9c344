package io.corpusattention.cli;

import io.corpusattention.attention.Setting;
import io.corpusattention.benchmark.BenchmarkJob;
import io.corpusattention.benchmark.BenchmarkJson;
import io.corpusattention.benchmark.BenchmarkResult;
import io.corpusattention.benchmark.BenchmarkSettings;
import io.corpusattention.benchmark.BenchmarkedJob;
import io.corpusattention.benchmark.PeerStyle;
import io.corpusattention.benchmark.Workload;
import io.corpusattention.corpus.files.RootCause;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of benchmark. */
@Command(
    name = "benchmark",
    customSynopsis = "jobs/benchmark [OPTION...]%n",
    description =
        "Makes corpora, runs attend on them and prints how fast it was: a table of tokens, floating-"
            + "point operations and bytes a second, core-seconds and the peak of the heap. Or trains"
            + " on them: a table of epochs.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "W1 has 5,000 sentences, d_model 768 and 12 heads; W2 has 50,000 sentences, d_model 100 and 1"
          + " head. Lengths are log-normal with mean 24 and sigma 0.5, between 3 and 128; embeddings"
          + " are standard normal, weights normal ÷ √d_model. Tables are compressed with snappy.",
      "",
      "--job train finds hidden tokens, with the defaults of jobs/train but without held-out"
          + " sentences. Sentences are read once, apart from the epochs; each run is an epoch.",
      "",
      "Exit code: 0 done, 2 a setting that cannot work, 1 an error of the program."
    })
final class BenchmarkCommand implements Callable<Integer> {
  /** Where the scripts are; jobs/benchmark sets it. */
  private static final String HOME = "CORPUSATTENTION_HOME";

  @Option(
      names = "--job",
      defaultValue = "attend",
      paramLabel = "attend|train",
      description = "Which job to measure. Default: ${DEFAULT-VALUE}.")
  private BenchmarkedJob measured;

  @Option(
      names = "--workload",
      defaultValue = "W1,W2",
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "W1|W2",
      description = "One or both, by commas. Default: ${DEFAULT-VALUE}.")
  private List<String> workloads;

  @Option(
      names = "--scale",
      defaultValue = "1",
      paramLabel = "X",
      description = "Times the sentences of a workload. Default: ${DEFAULT-VALUE}.")
  private double scale;

  @Option(
      names = "--seed",
      defaultValue = "7",
      paramLabel = "N",
      description =
          "Of corpora and weights: the same seed makes the same bits. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--folder",
      defaultValue = "target/benchmark",
      paramLabel = "FOLDER",
      description =
          "For corpora, weights and what the runs write. Corpora of the same settings that are"
              + " there already are used again. Default: ${DEFAULT-VALUE}.")
  private String folder;

  @Option(
      names = "--repeat",
      defaultValue = "5",
      paramLabel = "N",
      description = "Measured runs, one after the other in one process. Default: ${DEFAULT-VALUE}.")
  private int repeat;

  @Option(
      names = "--warm-up",
      defaultValue = "2",
      paramLabel = "N",
      description =
          "Runs before these that are not measured: a JVM compiles while it runs."
              + " Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--cold",
      description =
          "After that, run jobs/attend once in a process of its own, timed from its start to its"
              + " end. Of --job attend.")
  private boolean cold;

  @Option(
      names = "--peer",
      paramLabel = "PYTHON",
      description =
          "Run the same in PyTorch by turns, with this Python, which has torch, numpy and pyarrow."
              + " Its threads are as many as Spark's tasks; its passes are warm, too.")
  private String peer;

  @Option(
      names = "--peer-style",
      paramLabel = "packed|padded",
      defaultValue = "packed",
      description =
          "One product over all tokens of a batch and attention over sentences of equal length; or"
              + " batches of 64, padded and masked. With --job train: batches of sentences of like"
              + " lengths, in which hidden tokens alone ask; or any sentences, and all tokens ask."
              + " Default: ${DEFAULT-VALUE}.")
  private PeerStyle peerStyle;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all figures to this file, too, unrounded.")
  private Path json;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    BenchmarkSettings settings =
        new BenchmarkSettings(
            measured,
            workloads.stream().map(Workload::named).toList(),
            scale,
            seed,
            folder,
            repeat,
            warmUp,
            cold,
            peer,
            peerStyle,
            System.getenv(HOME));
    if (json != null) {
      writeJson(new byte[0]); // better refused now than after minutes of measuring
    }
    job.withSpark("benchmark", spark -> run(spark, settings));
    return 0;
  }

  private void run(SparkSession spark, BenchmarkSettings settings) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    BenchmarkJob benchmark = BenchmarkJob.open(spark, settings);
    List<BenchmarkResult> results = benchmark.run(err::println);
    new BenchmarkPrinter(spec.commandLine().getOut()).print(settings, benchmark.machine(), results);
    if (json != null) {
      writeJson(BenchmarkJson.bytes(settings, benchmark.machine(), results));
    }
  }

  private void writeJson(byte[] bytes) {
    try {
      Files.write(json, bytes);
    } catch (IOException e) {
      throw Setting.JSON
          .of(json)
          .bad("cannot be written: " + RootCause.of(e) + "; name a file in a folder that is there")
          .causedBy(e);
    }
  }
}
