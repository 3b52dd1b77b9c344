package io.corpusattention.cli;

import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.Setting;
import io.corpusattention.benchmark.BenchmarkJob;
import io.corpusattention.benchmark.BenchmarkJson;
import io.corpusattention.benchmark.BenchmarkResult;
import io.corpusattention.benchmark.BenchmarkSettings;
import io.corpusattention.benchmark.BenchmarkedJob;
import io.corpusattention.benchmark.BenchmarkedModel;
import io.corpusattention.benchmark.PeerStyle;
import io.corpusattention.benchmark.Workload;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.cli.print.BenchmarkPrinter;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.encoder.Pooling;
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
@OptionGroup.In(OptionGroup.WORKLOAD)
@Command(
    name = "benchmark",
    customSynopsis = {"jobs/benchmark [OPTION...]%n"},
    description = {
      "Makes corpora, runs attend on them and prints tokens, floating-point operations "
          + "and bytes per second, core-seconds and the peak of the heap. --job selects "
          + "another job to measure."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      JobOptions.EXAMPLES,
      "  jobs/benchmark --workload W2 --repeat 9",
      "  jobs/benchmark --job model --model all-MiniLM-L6-v2 --input TEXT --peer PYTHON",
      "",
      "W1 has 5,000 sentences, d_model 768 and 12 heads. W2 has 50,000 sentences, "
          + "d_model 100 and 1 head. Lengths are log-normal with mean 24 and sigma 0.5, "
          + "between 3 and 128; embeddings are standard normal, weights normal ÷ √d_model. "
          + "Tables are compressed with snappy.",
      "",
      "--job train finds hidden tokens with the defaults of jobs/train, without "
          + "held-out sentences; each run is an epoch. --job model runs attend with --context "
          + "none, and measures the matrix products of the model alone. --job analyze runs "
          + "analyze with a model, alternating with attend --attention none --hidden mean, "
          + "which computes the same layers.",
      "",
      JobOptions.EXIT_CODES
    })
final class BenchmarkCommand implements Callable<Integer> {
  /** Environment variable with the folder of the scripts. jobs/benchmark sets it. */
  private static final String HOME = "CORPUSATTENTION_HOME";

  private static final List<String> OF_MODELS =
      List.of("--model", "--input", "--attention", "--hidden");

  private static final List<String> OF_MADE_CORPORA = List.of("--workload", "--seed");

  @Option(
      names = "--job",
      defaultValue = "attend",
      paramLabel = "attend|train|model|analyze",
      description = "The job to measure. Default: ${DEFAULT-VALUE}.")
  private BenchmarkedJob measured;

  @Option(
      names = "--workload",
      defaultValue = "W1,W2",
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "W1|W2",
      description = "One workload or both, separated by commas. Default: ${DEFAULT-VALUE}.")
  private List<String> workloads;

  @Option(
      names = "--scale",
      defaultValue = "1",
      paramLabel = "X",
      description =
          "Factor of the number of sentences of a workload, or of the length of the text"
              + " of --job model and analyze. Default: ${DEFAULT-VALUE}.")
  private double scale;

  @Option(
      names = "--model",
      paramLabel = "DIR|NAME",
      description = "With --job model or analyze: the model, as for jobs/attend.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "With --job model or analyze: the text, one sentence on each line.")
  private String text;

  @Option(
      names = "--attention",
      defaultValue = "top-k:8",
      paramLabel = "full|top-k:K|none",
      description =
          "With --job model: which weights of each distribution to write. Default:"
              + " ${DEFAULT-VALUE}.")
  private AttentionOutput attention;

  @Option(
      names = "--hidden",
      defaultValue = "mean",
      paramLabel = "none|tokens|mean|first",
      description =
          "With --job model: which of the last hidden states to write. With none, only the"
              + " attention of the last layer is computed. Default: ${DEFAULT-VALUE}.")
  private Pooling hidden;

  @Option(
      names = "--seed",
      defaultValue = "7",
      paramLabel = "N",
      description = "Seed of the corpora and weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--folder",
      defaultValue = "target/benchmark",
      paramLabel = "FOLDER",
      description =
          "A folder for corpora, weights and the output of the runs. Corpora with the"
              + " same settings are reused. Default: ${DEFAULT-VALUE}.")
  private String folder;

  @Option(
      names = "--repeat",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Number of measured runs, one after the other in one process. Default:"
              + " ${DEFAULT-VALUE}.")
  private int repeat;

  @Option(
      names = "--warm-up",
      defaultValue = "2",
      paramLabel = "N",
      description =
          "Number of unmeasured runs before the measured ones. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--cold",
      description =
          "With --job attend: afterward, run jobs/attend once in a separate process,"
              + " timed from start to end.")
  private boolean cold;

  @Option(
      names = "--peer",
      paramLabel = "PYTHON",
      description =
          "Alternate with the same computation in PyTorch, run by this Python interpreter,"
              + " which needs torch, numpy and pyarrow. --job model also needs transformers, and"
              + " for onnx the packages onnx and onnxruntime.")
  private String peer;

  @Option(
      names = "--peer-style",
      paramLabel = "STYLE",
      defaultValue = "packed",
      description =
          "packed: one matrix product over all tokens of a batch, and attention over sentences of equal length."
              + " padded: batches of 64, padded and masked. With --job train, packed: batches of sentences of"
              + " similar lengths, with hidden tokens as the only queries; padded: any sentences, with all tokens as queries."
              + " With --job model, packed uses oneDNN; eager: transformers, attentions stay in memory; eager-written: they are written as"
              + " Parquet; onnx: ONNX Runtime, without attentions. Default: ${DEFAULT-VALUE}.")
  private PeerStyle peerStyle;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write all figures to this file, unrounded.")
  private Path json;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    BenchmarkSettings settings =
        new BenchmarkSettings(
            measured,
            workloads.stream().map(Workload::named).toList(),
            model(),
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
      writeJson(new byte[0]); // fails now rather than after minutes of measuring
    }
    job.withSpark("benchmark", spark -> run(spark, settings));
    return 0;
  }

  /** Returns the model to measure, or null if the job does not use one. */
  private BenchmarkedModel model() {
    GivenOptions options = new GivenOptions(spec);
    boolean asked = measured.ofModel();
    options
        .firstOf(asked ? OF_MADE_CORPORA : OF_MODELS)
        .ifPresent(
            given -> {
              throw asked
                  ? given.bad(
                      "is for corpora that are made, and ",
                      Setting.JOB.of(measured.label()),
                      " takes a text; leave it out")
                  : given.bad("goes with ", Setting.JOB, " model; add that, or leave this out");
            });
    if (!asked) {
      return null;
    }
    if (model == null) {
      throw Setting.MODEL.missing("name the folder of a model, as jobs/attend takes it");
    }
    if (text == null) {
      throw Setting.INPUT.missing("name a text file, a sentence a line");
    }
    return new BenchmarkedModel(model, text, attention, hidden);
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
