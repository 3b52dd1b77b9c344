package io.corpusattention.cli;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.cli.option.AttentionOptions;
import io.corpusattention.cli.option.AttentionTableOptions;
import io.corpusattention.cli.option.ColumnOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.QueryOptions;
import io.corpusattention.cli.option.WeightsOptions;
import io.corpusattention.job.attend.AttendJob;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.run.OnBadRecord;
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
    footer = {
      "",
      "Paths may lie on any file system that Hadoop knows. Exit code: 0 done, 2 a setting or a"
          + " record that cannot work, 1 an error of the program."
    })
final class AttendCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Mixin private WeightsOptions weights;

  @Mixin private QueryOptions query;

  @Mixin private OutputOptions output;

  @Mixin private AttentionOptions attention;

  @Mixin private AttentionTableOptions table;

  @Mixin private ColumnOptions columns;

  @Option(
      names = "--on-bad-record",
      defaultValue = "fail",
      paramLabel = "fail|reject",
      description =
          "Stop at a record that cannot be computed, or set it aside with its reason."
              + " Default: ${DEFAULT-VALUE}.")
  private OnBadRecord onBadRecord;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Redistribute the input by a hash of the id into so many tasks; for inputs of few, large"
              + " row groups. Default: as the input is split.")
  private Integer partitions;

  @Option(names = "--limit", paramLabel = "N", description = "Take at most N records.")
  private Integer limit;

  @Option(
      names = "--dry-run",
      description = "Print shapes, settings and an estimate of the output's size; write nothing.")
  private boolean dryRun;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    AttendSettings settings = settings();
    AttendPrinter printer =
        new AttendPrinter(spec.commandLine().getOut(), spec.commandLine().getErr());
    try {
      job.withSpark("attend", spark -> run(AttendJob.open(spark, settings), printer));
      return 0;
    } finally {
      printer.endProgress();
    }
  }

  private void run(AttendJob attend, AttendPrinter printer) throws IOException {
    if (dryRun) {
      printer.plan(attend.plan());
    } else {
      printer.result(attend.run(printer::progress), output.folder());
    }
  }

  private AttendSettings settings() {
    WeightsSettings from = weights.settings();
    if (output.folder() == null && !dryRun) {
      throw new BadSettingException("--output is missing; name the folder to write");
    }
    return new AttendSettings(
        input.source(),
        query.columns(columns, table.keep()),
        from,
        query.settings(),
        attention.config(table.attention(), table.context(), table.maxRowBytes()),
        output.folder(),
        output.mode(),
        output.compression(),
        onBadRecord,
        partitions,
        limit);
  }
}
