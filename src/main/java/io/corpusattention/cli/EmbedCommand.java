package io.corpusattention.cli;

import io.corpusattention.cli.console.ProgressLine;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of embed. */
@Command(
    name = "embed",
    customSynopsis = "jobs/embed --input PATH,... --output FOLDER [OPTION...]%n",
    description =
        "Cuts text into tokens, gives each its embedding and writes the sentences to Parquet, as"
            + " attend reads them. Text comes from files, a sentence on each line, from treebanks, or"
            + " from a column of a table.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Without --embedder, --vectors and --model: vectors.txt or vectors.txt.gz, where it lies beside"
          + " the one file that is the input, else word2vec.",
      "",
      "Of text files each line is a record, with columns file and line for --keep. Of conllu each"
          + " sentence is one, with these and sent_id and text.",
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
          "A Hugging Face tokenizer.json, to cut sentences into pieces of words. Default: words; of a"
              + " model its own.")
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
