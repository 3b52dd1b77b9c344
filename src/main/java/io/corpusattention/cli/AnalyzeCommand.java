package io.corpusattention.cli;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.console.ProgressLine;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.cli.option.AttentionOptions;
import io.corpusattention.cli.option.ColumnOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.ModelOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.QueryOptions;
import io.corpusattention.cli.option.SharedOptions;
import io.corpusattention.cli.option.TextOptions;
import io.corpusattention.cli.option.WeightsOptions;
import io.corpusattention.cli.print.AnalyzePrinter;
import io.corpusattention.cli.print.RunPrinter;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.encoder.HeadChoice;
import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.job.analyze.AnalyzeJob;
import io.corpusattention.job.analyze.AnalyzeSettings;
import io.corpusattention.job.analyze.ComparedHeads;
import io.corpusattention.job.attend.ModelSettings;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of analyze. */
@OptionGroup.In(OptionGroup.WORDS)
@Command(
    name = "analyze",
    customSynopsis = {
      "jobs/analyze --input ATTENTION --output FOLDER [OPTION...]",
      "       jobs/analyze --input TEXT --model DIR|NAME --output FOLDER [OPTION...]",
      "       jobs/analyze --input SENTENCES --weights PATH --output FOLDER [OPTION...]%n"
    },
    description = {
      "Measures attention over a whole corpus: for each layer and head entropy, "
          + "distance and where it looks, with 95%% intervals; divergences between heads; "
          + "syntactic relations; the strongest links between words, and the words that "
          + "receive the most attention. It reads an attention table, or computes attention from "
          + "text (--model) or embedded sentences (--weights) and stores none of it."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      JobOptions.EXAMPLES,
      "  jobs/analyze --input target/attention --output target/analysis",
      "  jobs/analyze --model all-MiniLM-L6-v2 --input data-samples/corpus.conllu%n     "
          + " --input-format conllu --output target/model-analysis",
      "",
      "With an attention table or --model, --heads names heads (layer.head, such as "
          + "3.1,2.1) instead of their number; links and words are then means over these "
          + "heads. Options that say how attention is computed need --model or --weights.",
      "",
      JobOptions.EXIT_CODES
    })
final class AnalyzeCommand implements Callable<Integer> {
  /** The options that apply to an attention table. All others need weights or a model. */
  private static final Set<String> OF_TABLES =
      Set.of(
          "--input",
          "--output",
          "--mode",
          "--compression",
          "--layers",
          "--heads",
          "--divergences",
          "--min-count",
          "--top",
          "--examples",
          "--partitions",
          "--config",
          "--verbose");

  private static final List<String> OF_LAYERS = List.of("--output-weights");

  private static final List<String> OF_MODELS =
      Stream.concat(WholeModel.OF_TEXT.stream(), Stream.of("--layers", "--text-column")).toList();

  @Mixin private InputOptions input;

  @Mixin private OutputOptions output;

  @Option(
      names = "--min-count",
      defaultValue = "5",
      paramLabel = "N",
      description = "Leave out links and words that occur less often. Default: ${DEFAULT-VALUE}.")
  private long minCount;

  @Option(
      names = "--top",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Keep the N strongest links and words. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--examples",
      paramLabel = "yes|no",
      description =
          "Find, in a second pass, the sentences in which each link, word and relation is"
              + " strongest. Default: yes; with --input-table no, because such a table may not"
              + " return the same rows twice.")
  private AnalyzeSettings.Examples examples;

  @Mixin private SharedOptions.Partitions partitions;

  @OptionGroup.In(OptionGroup.MEASURES)
  @Option(
      names = "--layers",
      defaultValue = LayerChoice.ALL,
      paramLabel = "all|I,J-K",
      description =
          "For a model or its table: the layers to measure, counted from 0, such as"
              + " 0,3-5. Default: ${DEFAULT-VALUE}.")
  private String layers;

  @OptionGroup.In(OptionGroup.MEASURES)
  @Option(
      names = "--divergences",
      defaultValue = "layer",
      paramLabel = "layer|all",
      description =
          "layer: compare the heads of each layer. all: compare all heads of all layers."
              + " Default: ${DEFAULT-VALUE}.")
  private ComparedHeads divergences;

  @Mixin private ModelOptions model;

  @Mixin private TextOptions text;

  @Mixin private WeightsOptions weights;

  @OptionGroup.In(OptionGroup.MEASURES)
  @Option(
      names = "--norms",
      description =
          "With --model or --weights: also measure the norm of each weighted value vector"
              + " (Kobayashi et al. 2020) as the statistics norm_*, and for a model the"
              + " mixing_ratio of each layer (Kobayashi et al. 2021).")
  private boolean norms;

  @OptionGroup.In(OptionGroup.MEASURES)
  @Option(
      names = "--output-weights",
      paramLabel = "FILE",
      description =
          "With --norms and --weights: W_o, a .npy file (float32, [heads·d_v, d_out], used as context·W_o);"
              + " norms are then those after the output projection.")
  private String outputWeights;

  @Mixin private AttentionOptions attention;

  @Mixin private QueryOptions query;

  @Mixin private ColumnOptions columns;

  @Mixin private SharedOptions.BadRecord badRecord;

  @Mixin private SharedOptions.Limit limit;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    AnalyzeSettings settings = settings();
    check(settings);
    RunPrinter printer = RunPrinter.of(spec);
    try (ProgressLine progress = new ProgressLine(printer.err())) {
      job.withSpark(
          "analyze",
          spark -> {
            var result = AnalyzeJob.open(spark, settings).run(progress::show);
            progress.end();
            new AnalyzePrinter(printer).result(result, settings);
          });
    }
    return 0;
  }

  private static void check(AnalyzeSettings settings) throws IOException {
    CorpusSource input = settings.input();
    if (settings.model() != null) {
      input = settings.model().text().input();
    } else if (settings.attention() != null) {
      input = settings.attention().input();
    }
    List<Path> inputs = EarlyChecks.input(input);
    if (settings.model() != null) {
      EarlyChecks.model(settings.model().folder());
    } else if (settings.attention() != null) {
      EarlyChecks.weights(settings.attention().weights());
    }
    EarlyChecks.output(settings.output(), inputs);
  }

  private AnalyzeSettings settings() {
    OutputSettings to = output.settings();
    GivenOptions given = new GivenOptions(spec);
    if (model.model() != null) {
      refuse(
          given, OF_LAYERS, "is for one layer, and ", Setting.MODEL, " has several; leave it out");
    } else if (weights.given()) {
      refuse(given, OF_MODELS, "goes with ", Setting.MODEL, "; add that, or leave this out");
    } else {
      refuseComputing(given);
    }
    if (outputWeights != null && !norms) {
      throw Setting.OUTPUT_WEIGHTS.of(outputWeights).bad("goes with ", Setting.NORMS, "; add it");
    }
    boolean named = model.model() != null || !weights.given();
    return new AnalyzeSettings(
        model.model() == null ? input.source() : null,
        new LayerChoice(layers),
        new HeadChoice(named ? weights.chosenHeads() : null),
        divergences,
        named ? null : attention(),
        model.model() == null ? null : ofModel(),
        new RecordSettings(badRecord.value(), partitions.value(), limit.value()),
        norms ? new AnalyzeSettings.Norms(outputWeights) : null,
        minCount,
        top,
        examples,
        to);
  }

  private static void refuse(GivenOptions options, List<String> refused, Object... why) {
    options
        .firstOf(refused)
        .ifPresent(
            given -> {
              throw given.bad(why);
            });
  }

  private ModelSettings ofModel() {
    return new WholeModel(spec, model, text, input, columns, query)
        .settings(new LayerChoice(layers), List.of(), this::config, HiddenStates.NONE);
  }

  /**
   * Refuses options that say how to compute attention. A table already contains its attention, so
   * the job would silently ignore them.
   */
  private void refuseComputing(GivenOptions options) {
    List<String> others =
        spec.options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !OF_TABLES.contains(name))
            .toList();
    refuse(
        options,
        others,
        "goes with ",
        Setting.WEIGHTS,
        " or ",
        Setting.MODEL,
        ", which compute attention; the table of ",
        Setting.INPUT,
        " has its own");
  }

  private AttentionConfig config() {
    return attention.config(
        new AttentionOutput.Full(), ContextOutput.NONE, AttentionConfig.DEFAULT_MAX_ROW_BYTES);
  }

  private AttentionSettings attention() {
    return new AttentionSettings(
        input.source(),
        query.columns(columns, List.of()),
        weights.settings(),
        query.settings(),
        config());
  }
}
