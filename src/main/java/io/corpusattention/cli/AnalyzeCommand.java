package io.corpusattention.cli;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.cli.option.AttentionOptions;
import io.corpusattention.cli.option.ColumnOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.QueryOptions;
import io.corpusattention.cli.option.WeightsOptions;
import io.corpusattention.job.analyze.AnalyzeJob;
import io.corpusattention.job.analyze.AnalyzeSettings;
import io.corpusattention.job.analyze.NormSettings;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.run.OnBadRecord;
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
          + " an attention table has its own. Exit code: 0 done, 2 a setting or"
          + " a record that cannot work, 1 an error of the program."
    })
final class AnalyzeCommand implements Callable<Integer> {
  /** Options that a table has no use for are all but these. */
  private static final Set<String> OF_TABLES =
      Set.of(
          "--input",
          "--output",
          "--mode",
          "--compression",
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

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Redistribute the input by a hash of the id into so many tasks. Default: as it is split.")
  private Integer partitions;

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

  @Option(
      names = "--on-bad-record",
      defaultValue = "fail",
      paramLabel = "fail|reject",
      description =
          "Stop at a record that cannot be computed, or set it aside with its reason."
              + " Default: ${DEFAULT-VALUE}.")
  private OnBadRecord onBadRecord;

  @Option(names = "--limit", paramLabel = "N", description = "Take at most N records.")
  private Integer limit;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    AnalyzeSettings settings = settings();
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    try {
      job.withSpark(
          "analyze",
          spark -> {
            var result = AnalyzeJob.open(spark, settings).run(progress::show);
            progress.end();
            new AnalyzePrinter(spec.commandLine().getOut(), spec.commandLine().getErr())
                .result(result, settings);
          });
      return 0;
    } finally {
      progress.end();
    }
  }

  private AnalyzeSettings settings() {
    if (output.folder() == null) {
      throw new BadSettingException("--output is missing; name the folder to write");
    }
    if (!weights.given()) {
      refuseComputing();
    }
    if (outputWeights != null && !norms) {
      throw new BadSettingException(
          "--output-weights " + outputWeights + ": goes with --norms; add it");
    }
    return new AnalyzeSettings(
        input.source(),
        weights.given() ? attend() : null,
        norms ? new NormSettings(outputWeights) : null,
        minCount,
        top,
        output.folder(),
        output.mode(),
        output.compression(),
        partitions);
  }

  /** A table has its attention: what says how to compute it would be passed over in silence. */
  private void refuseComputing() {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!OF_TABLES.contains(option.longestName())) {
        throw new BadSettingException(
            option.longestName()
                + (option.arity().max() == 0
                    ? ""
                    : " " + String.join(",", option.originalStringValues()))
                + ": goes with --weights, which computes attention; the table of --input has its"
                + " own");
      }
    }
  }

  private AttendSettings attend() {
    AttentionConfig config =
        attention.config(
            new AttentionOutput.Full(), ContextOutput.NONE, AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    return new AttendSettings(
        input.source(),
        query.columns(columns, List.of()),
        weights.settings(),
        query.settings(),
        config,
        output.folder(),
        output.mode(),
        output.compression(),
        onBadRecord,
        partitions,
        limit);
  }
}
