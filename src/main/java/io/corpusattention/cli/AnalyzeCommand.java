package io.corpusattention.cli;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.console.ProgressLine;
import io.corpusattention.cli.option.AttentionOptions;
import io.corpusattention.cli.option.ColumnOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.QueryOptions;
import io.corpusattention.cli.option.SharedOptions;
import io.corpusattention.cli.option.WeightsOptions;
import io.corpusattention.job.analyze.AnalyzeJob;
import io.corpusattention.job.analyze.AnalyzeSettings;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of analyze. */
@Command(
    name = "analyze",
    customSynopsis = {
      "jobs/analyze --input ATTENTION --output FOLDER [OPTION...]",
      "   or: jobs/analyze --input SENTENCES --weights PATH --output FOLDER [OPTION...]%n"
    },
    description =
        "Statistics of attention over a whole corpus: for each head entropy, distance and where it"
            + " looks, with 95 %% intervals; divergences between heads; the strongest links between"
            + " words, and the words that receive most. From an attention table, or with --weights"
            + " straight from embedded sentences, for corpora whose attention would fit no disk.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "From --weights to --limit: options that say how attention is computed for embedded sentences;"
          + " an attention table has its own. "
          + JobOptions.EXIT_CODES
    })
final class AnalyzeCommand implements Callable<Integer> {
  /** Options that a table has no use for are all but these. */
  private static final Set<String> OF_TABLES =
      Set.of(
          "--input",
          "--output",
          "--mode",
          "--compression",
          "--layers",
          "--min-count",
          "--top",
          "--partitions",
          "--config",
          "--verbose");

  @Mixin private InputOptions input;

  @Mixin private OutputOptions output;

  @Option(
      names = "--min-count",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Links and words: leave out words that occur less often, and pairs that meet less often."
              + " Default: ${DEFAULT-VALUE}.")
  private long minCount;

  @Option(
      names = "--top",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Links and words: keep so many of each. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Mixin private SharedOptions.Partitions partitions;

  @Mixin private SharedOptions.Layer layer;

  @Mixin private WeightsOptions weights;

  @Option(
      names = "--norms",
      description =
          "Measure attention by the length of what it moves, too: of each weighted value vector"
              + " (Kobayashi et al. 2020), as statistics norm_*.")
  private boolean norms;

  @Option(
      names = "--output-weights",
      paramLabel = "FILE",
      description =
          "For --norms: W_o, a .npy file of float32, [heads·d_v, d_out], used as context·W_o, so that"
              + " lengths are those after it. Default: none.")
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

  private AnalyzeSettings settings() {
    OutputSettings to = output.settings();
    if (!weights.given()) {
      refuseComputing();
    }
    if (outputWeights != null && !norms) {
      throw Setting.OUTPUT_WEIGHTS.of(outputWeights).bad("goes with ", Setting.NORMS, "; add it");
    }
    if (weights.given() && layer.value() != null) {
      throw Setting.LAYERS
          .of(layer.value())
          .bad("is for the table of a model; with ", Setting.WEIGHTS, " leave it out");
    }
    return new AnalyzeSettings(
        input.source(),
        layer.value(),
        weights.given() ? attention() : null,
        new RecordSettings(badRecord.value(), partitions.value(), limit.value()),
        norms ? new AnalyzeSettings.Norms(outputWeights) : null,
        minCount,
        top,
        to);
  }

  /** A table has its attention: what says how to compute it would be passed over in silence. */
  private void refuseComputing() {
    List<String> others =
        spec.options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !OF_TABLES.contains(name))
            .toList();
    new GivenOptions(spec)
        .firstOf(others)
        .ifPresent(
            given -> {
              throw given.bad(
                  "goes with ",
                  Setting.WEIGHTS,
                  ", which computes attention; the table of ",
                  Setting.INPUT,
                  " has its own");
            });
  }

  private AttentionSettings attention() {
    AttentionConfig config =
        attention.config(
            new AttentionOutput.Full(), ContextOutput.NONE, AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    return new AttentionSettings(
        input.source(),
        query.columns(columns, List.of()),
        weights.settings(),
        query.settings(),
        config);
  }
}
