package io.corpusattention.cli;

import io.corpusattention.cli.console.ProgressLine;
import io.corpusattention.cli.console.Terminal;
import io.corpusattention.cli.option.AttentionOptions;
import io.corpusattention.cli.option.AttentionTableOptions;
import io.corpusattention.cli.option.ColumnOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.QueryOptions;
import io.corpusattention.cli.option.SharedOptions;
import io.corpusattention.cli.option.WeightsOptions;
import io.corpusattention.job.attend.AttendJob;
import io.corpusattention.job.attend.AttendResult;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.WeightsSettings;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of attend. */
@Command(
    name = "attend",
    customSynopsis = "jobs/attend --input PATH,... --weights PATH --output FOLDER [OPTION...]%n",
    description =
        "Computes attention for every sentence of a corpus of embedded sentences and writes"
            + " attention distributions and context vectors to Parquet. Self-attention, unless"
            + " --query or --query-column brings queries from elsewhere.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", JobOptions.PATHS_AND_EXIT_CODES})
final class AttendCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Mixin private WeightsOptions weights;

  @Mixin private QueryOptions query;

  @Mixin private OutputOptions output;

  @Mixin private AttentionOptions attention;

  @Mixin private AttentionTableOptions table;

  @Mixin private ColumnOptions columns;

  @Mixin private SharedOptions.BadRecord badRecord;

  @Mixin private SharedOptions.Partitions partitions;

  @Mixin private SharedOptions.Limit limit;

  @Mixin private SharedOptions.DryRun dryRun;

  @Option(
      names = "--show-links",
      description =
          "Show the heaviest links of two sentences at the end, as is done on a terminal in any"
              + " case.")
  private boolean showLinks;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    AttendSettings settings = settings();
    RunPrinter printer = RunPrinter.of(spec);
    try (ProgressLine progress = new ProgressLine(printer.err())) {
      job.withSpark(
          "attend",
          spark -> {
            AttendJob attend = AttendJob.open(spark, settings);
            if (dryRun.value()) {
              new AttendPrinter(printer).plan(attend.plan());
            } else {
              AttendPrinter attendPrinter = new AttendPrinter(printer);
              AttendResult result = attend.run(progress::show);
              progress.end();
              attendPrinter.result(result, settings.output().folder());
              // A driver's log is no place for sentences.
              if (showLinks || Terminal.isThere()) {
                attendPrinter.links(attend.links());
              }
            }
          });
    }
    return 0;
  }

  private AttendSettings settings() {
    WeightsSettings from = weights.settings();
    OutputSettings to = output.settings(dryRun);
    return new AttendSettings(
        new AttentionSettings(
            input.source(),
            query.columns(columns, table.keep()),
            from,
            query.settings(),
            attention.config(table.attention(), table.context(), table.maxRowBytes())),
        to,
        new RecordSettings(badRecord.value(), partitions.value(), limit.value()));
  }
}
