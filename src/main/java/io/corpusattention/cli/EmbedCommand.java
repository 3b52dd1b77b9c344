package io.corpusattention.cli;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.cli.option.EmbedderOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.TextColumnOptions;
import io.corpusattention.corpus.TextCorpus;
import io.corpusattention.job.embed.EmbedJob;
import io.corpusattention.job.embed.EmbedSettings;
import io.corpusattention.job.embed.TextSplitting;
import io.corpusattention.job.run.OnBadRecord;
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
            + " attend reads them. Text comes from files, a sentence on each line, or from a column of"
            + " a table.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Without --embedder, --vectors and --model: vectors.txt or vectors.txt.gz, where it lies beside"
          + " the one file that is the input, else word2vec.",
      "",
      "Paths may lie on any file system that Hadoop knows. Exit code: 0 done, 2 a setting or a"
          + " record that cannot work, 1 an error of the program."
    })
final class EmbedCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Mixin private OutputOptions output;

  @Option(
      names = "--split",
      defaultValue = "lines",
      paramLabel = "lines|sentences",
      description =
          "A line, or a record of a table, is one sentence; or it is prose, to be cut into sentences."
              + " Default: ${DEFAULT-VALUE}.")
  private TextSplitting splitting;

  @Option(
      names = "--language",
      defaultValue = "en",
      paramLabel = "CODE",
      description = "Of prose that is to be cut: en, de, ... Default: ${DEFAULT-VALUE}.")
  private String language;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description =
          "A Hugging Face tokenizer.json, to cut sentences into pieces of words. Default: words; of a"
              + " model its own.")
  private String tokenizer;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "Cut longer sentences, mark them in the column truncated and count them. Default: all; with"
              + " a model as many as it has positions for.")
  private Integer maxTokens;

  @Mixin private EmbedderOptions embedder;

  @Mixin private TextColumnOptions columns;

  @Option(
      names = "--on-bad-record",
      defaultValue = "fail",
      paramLabel = "fail|reject",
      description =
          "Stop at a record that cannot be embedded, or set it aside with its reason."
              + " Default: ${DEFAULT-VALUE}.")
  private OnBadRecord onBadRecord;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Redistribute the input by a hash of the id into so many tasks; for one large .gz file,"
              + " which would be one task. Default: as the input is split.")
  private Integer partitions;

  @Option(names = "--limit", paramLabel = "N", description = "Take at most N lines or records.")
  private Integer limit;

  @Option(
      names = "--dry-run",
      description = "Print the settings and the table's columns; write nothing.")
  private boolean dryRun;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    EmbedSettings settings = settings();
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    try {
      job.withSpark(
          "embed",
          spark -> {
            EmbedJob embed = EmbedJob.open(spark, settings);
            EmbedPrinter printer =
                new EmbedPrinter(spec.commandLine().getOut(), spec.commandLine().getErr());
            if (dryRun) {
              printer.plan(embed.plan());
            } else {
              var result = embed.run(progress::show);
              progress.end();
              printer.result(result, settings);
            }
          });
      return 0;
    } finally {
      progress.end();
    }
  }

  private EmbedSettings settings() {
    if (output.folder() == null && !dryRun) {
      throw new BadSettingException("--output is missing; name the folder to write");
    }
    return new EmbedSettings(
        input.source(TextCorpus.BY_NAME),
        columns.columns(),
        splitting,
        language,
        tokenizer,
        maxTokens,
        embedder.settings(),
        output.folder(),
        output.mode(),
        output.compression(),
        onBadRecord,
        partitions,
        limit);
  }
}
