package io.corpusattention.cli;

import io.corpusattention.cli.console.ProgressLine;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.SharedOptions;
import io.corpusattention.cli.option.TableInputOption;
import io.corpusattention.cli.print.RunPrinter;
import io.corpusattention.cli.print.SummarizePrinter;
import io.corpusattention.encoder.HeadChoice;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.summarize.SummarizeJob;
import io.corpusattention.job.summarize.SummarizeSettings;
import io.corpusattention.job.summarize.WordMeasure;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of summarize. */
@OptionGroup.In(OptionGroup.WORDS)
@Command(
    name = "summarize",
    customSynopsis = {"jobs/summarize --input PATH,... --output FOLDER [OPTION...]%n"},
    description = {
      "Keeps the words of each sentence that receive the most attention, averaged over "
          + "layers and heads, and finds keywords and main sentences of documents."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      JobOptions.EXAMPLES,
      "  jobs/summarize --input target/attention --output target/summaries",
      "  jobs/summarize --input target/attention --document-column file%n      --output "
          + "target/summaries",
      "",
      "Special tokens, punctuation and stop words are never kept. Subword tokens are "
          + "joined to words. Sentences without tokens, or with --document-column without a "
          + "document, cannot be used.",
      "",
      JobOptions.PATHS_AND_EXIT_CODES
    })
final class SummarizeCommand implements Callable<Integer> {
  @Mixin private TableInputOption input;

  @Mixin private OutputOptions output;

  @Option(
      names = "--heads",
      paramLabel = "HEAD,...",
      description =
          "The heads that count, as layer.head, such as 3.1,2.1, or for one layer the"
              + " head alone. Keywords come from the same heads. Default: all.")
  private String heads;

  @Option(
      names = "--measure",
      defaultValue = "received",
      paramLabel = "received|rollout",
      description =
          "received: keep the words that receive the most attention, averaged over layers and"
              + " heads. rollout: keep the words that receive the most through all layers of a"
              + " model (attention rollout). Default: ${DEFAULT-VALUE}.")
  private WordMeasure measure;

  @Option(
      names = "--keep",
      paramLabel = "SHARE",
      description =
          "Keep at most this share of the words of a sentence, stop words included,"
              + " rounded up. Default: 0.5; for the table of a model one third, and at least"
              + " two words.")
  private BigDecimal keep;

  @Option(
      names = "--words",
      paramLabel = "N",
      description = "Keep at most N words of a sentence, instead of a share.")
  private Integer words;

  @Option(
      names = "--stop-words",
      paramLabel = "LANGUAGE|file:PATH|none",
      description =
          "Words that are never kept: a list of Spark's StopWordsRemover, such as english"
              + " or german; a file with one word on each line; or none. Default: english; for"
              + " the table of a model none.")
  private String stopWords;

  @OptionGroup.In(OptionGroup.DOCUMENTS)
  @Option(
      names = "--document-column",
      paramLabel = "NAME",
      description =
          "A column with the document of each sentence, copied by jobs/attend --keep. With it, the"
              + " job finds keywords, phrases and main sentences of documents (SAMRank).")
  private String documentColumn;

  @OptionGroup.In(OptionGroup.DOCUMENTS)
  @Option(
      names = "--keywords",
      paramLabel = "N",
      description = "Number of keywords of a document, and of phrases. Default: 10.")
  private Integer keywords;

  @OptionGroup.In(OptionGroup.DOCUMENTS)
  @Option(
      names = "--sentences",
      paramLabel = "N",
      description = "Number of main sentences of a document. Default: 3.")
  private Integer sentences;

  @Mixin private SharedOptions.BadRecord badRecord;

  @Mixin private SharedOptions.Partitions partitions;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SummarizeSettings settings = settings();
    EarlyChecks.output(settings.output(), EarlyChecks.input(settings.inputs()));
    RunPrinter printer = RunPrinter.of(spec);
    try (ProgressLine progress = new ProgressLine(printer.err())) {
      job.withSpark(
          "summarize",
          spark -> {
            var result = SummarizeJob.open(spark, settings).run(progress::show);
            progress.end();
            new SummarizePrinter(printer).result(result, settings);
          });
    }
    return 0;
  }

  private SummarizeSettings settings() {
    return new SummarizeSettings(
        input.paths(),
        input.layers(),
        new HeadChoice(heads),
        measure,
        keep,
        words,
        stopWords,
        documentColumn,
        keywords,
        sentences,
        output.settings(),
        new RecordSettings(badRecord.value(), partitions.value(), null));
  }
}
