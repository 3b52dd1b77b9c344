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
@Command(
    name = "benchmark",
    customSynopsis = "jobs/benchmark [OPTION...]%n",
    description =
        "Makes corpora, runs attend on them and prints how fast it was: a table of tokens, floating-"
            + "point operations and bytes a second, core-seconds and the peak of the heap. Or trains"
            + " on them: a table of epochs. Or runs attend with a whole model on a text.",
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
      "--job model runs attend with --context none: tokenizing, all layers, writing. Beside it stands"
          + " how fast the model's products are alone, on all cores at once.",
      "",
      "--job analyze runs analyze with a model on a text, and by turns attend with --attention none"
          + " --hidden mean, which computes the same layers.",
      "",
      "Exit code: 0 done, 2 a setting that cannot work, 1 an error of the program."
    })
final class BenchmarkCommand implements Callable<Integer> {
  /** Where the scripts are; jobs/benchmark sets it. */
  private static final String HOME = "CORPUSATTENTION_HOME";

  private static final List<String> OF_MODELS =
      List.of("--model", "--input", "--attention", "--hidden");

  private static final List<String> OF_MADE_CORPORA = List.of("--workload", "--seed");

  @Option(
      names = "--job",
      defaultValue = "attend",
      paramLabel = "attend|train|model|analyze",
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
      description =
          "Times the sentences of a workload, or times the text of --job model and analyze."
              + " Default: ${DEFAULT-VALUE}.")
  private double scale;

  @Option(
      names = "--model",
      paramLabel = "DIR|NAME",
      description = "Of --job model and analyze: the model, as jobs/attend takes it.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Of --job model and analyze: the text, a sentence a line.")
  private String text;

  @Option(
      names = "--attention",
      defaultValue = "top-k:8",
      paramLabel = "full|top-k:K|none",
      description =
          "Of --job model: what to write of each attention distribution. Default:"
              + " ${DEFAULT-VALUE}.")
  private AttentionOutput attention;

  @Option(
      names = "--hidden",
      defaultValue = "mean",
      paramLabel = "none|tokens|mean|first",
      description =
          "Of --job model: what to write of the last hidden states. With none the last layer is"
              + " not computed behind its attention. Default: ${DEFAULT-VALUE}.")
  private Pooling hidden;

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
              + " With --job model it has transformers, too, and for onnx also onnx and onnxruntime."
              + " Its threads are as many as Spark's tasks; its passes are warm, too.")
  private String peer;

  @Option(
      names = "--peer-style",
      paramLabel = "STYLE",
      defaultValue = "packed",
      description =
          "packed: one product over all tokens of a batch and attention over sentences of equal"
              + " length; padded: batches of 64, padded and masked. With --job train: batches of"
              + " sentences of like lengths, in which hidden tokens alone ask; or any sentences, and"
              + " all tokens ask. With --job model: packed by oneDNN; eager: transformers; both leave"
              + " the attentions in memory; eager-written: as Parquet; onnx: ONNX Runtime, without"
              + " attentions."
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
      writeJson(new byte[0]); // better refused now than after minutes of measuring
    }
    job.withSpark("benchmark", spark -> run(spark, settings));
    return 0;
  }

  /** The model to measure; null for another job. */
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
