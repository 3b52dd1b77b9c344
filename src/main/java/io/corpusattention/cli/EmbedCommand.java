package io.corpusattention.cli;

import io.corpusattention.cli.console.ProgressLine;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.cli.option.EmbedderOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.SharedOptions;
import io.corpusattention.cli.option.TextColumnOptions;
import io.corpusattention.cli.option.TextOptions;
import io.corpusattention.cli.print.EmbedPrinter;
import io.corpusattention.cli.print.RunPrinter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.job.embed.EmbedJob;
import io.corpusattention.job.embed.EmbedSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of embed. */
@OptionGroup.In(OptionGroup.TEXT)
@Command(
    name = "embed",
    customSynopsis = {"jobs/embed --input PATH,... --output FOLDER [OPTION...]%n"},
    description = {
      "Splits text into tokens, gives each token its embedding and writes the sentences "
          + "to Parquet, as attend and train read them."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      JobOptions.EXAMPLES,
      "  jobs/embed --input data-samples/corpus.txt --output target/sentences",
      "  jobs/embed --input texts/ --vectors glove.txt --keep file%n"
          + "      --output target/sentences",
      "",
      "Each line of a text file is a record, with the columns file and line for --keep. "
          + "Each sentence of a treebank is a record, with these columns, sent_id and text.",
      "",
      JobOptions.PATHS_AND_EXIT_CODES
    })
final class EmbedCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Mixin private OutputOptions output;

  @Mixin private TextOptions text;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description =
          "A tokenizer.json of Hugging Face, to split sentences into subword tokens."
              + " Default: words; with --model its own tokenizer.")
  private String tokenizer;

  @Mixin private EmbedderOptions embedder;

  @Mixin private TextColumnOptions columns;

  @Mixin private SharedOptions.BadRecord badRecord;

  @Mixin private SharedOptions.Partitions partitions;

  @Mixin private SharedOptions.Limit limit;

  @Mixin private SharedOptions.DryRun dryRun;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    EmbedSettings settings = settings();
    List<Path> inputs = EarlyChecks.input(settings.text().input());
    if (settings.embedder().model() != null) {
      EarlyChecks.model(settings.embedder().model());
    }
    EarlyChecks.output(settings.output(), inputs);
    RunPrinter printer = RunPrinter.of(spec);
    try (ProgressLine progress = new ProgressLine(printer.err())) {
      job.withSpark(
          "embed",
          spark -> {
            EmbedJob embed = EmbedJob.open(spark, settings);
            if (dryRun.value()) {
              new EmbedPrinter(printer).plan(embed.plan());
            } else {
              var result = embed.run(progress::show);
              progress.end();
              new EmbedPrinter(printer).result(result, settings);
            }
          });
    }
    return 0;
  }

  private EmbedSettings settings() {
    OutputSettings to = output.settings(dryRun);
    return new EmbedSettings(
        text.settings(input.source(TextCorpus.BY_NAME), columns.columns()),
        tokenizer,
        embedder.settings(),
        to,
        new RecordSettings(badRecord.value(), partitions.value(), limit.value()));
  }
}
