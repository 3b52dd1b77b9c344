package io.corpusattention.cli;

import io.corpusattention.cli.console.ProgressLine;
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
@Command(
    name = "summarize",
    customSynopsis = "jobs/summarize --input PATH,... --output FOLDER [OPTION...]%n",
    description =
        "Keeps of each sentence of an attention table the words that receive most attention, the mean"
            + " over layers and heads, and finds the keywords and main sentences of documents.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "The table of a model (of jobs/attend --model) says by itself which words matter: there is no"
          + " stop list unless one is named. Special tokens, punctuation and stop words are never"
          + " kept. Pieces of words are put together,"
          + " by the column word_ids where the table has it. Sentences without tokens or document"
          + " cannot be used.",
      "",
      "With --partitions documents, too, are gathered into so many tasks; each writes one file of a"
          + " table.",
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
          "The heads that count, layer.head, such as 3.1,2.1, or of one layer the head alone;"
              + " keywords, too, are then of these. Default: all.")
  private String heads;

  @Option(
      names = "--measure",
      defaultValue = "received",
      paramLabel = "received|rollout",
      description =
          "Keep the words that receive most, the mean over layers and heads; or, of a table with all"
              + " layers of a model, those that receive most of the layers multiplied (attention"
              + " rollout). Default: ${DEFAULT-VALUE}.")
  private WordMeasure measure;

  @Option(
      names = "--keep",
      paramLabel = "SHARE",
      description =
          "Of a sentence's words, stop words among them, keep at most this share, rounded up."
              + " Default: 0.5; of a model's table a third, at least two words.")
  private BigDecimal keep;

  @Option(
      names = "--words",
      paramLabel = "N",
      description = "Keep at most so many words of a sentence, in place of --keep.")
  private Integer words;

  @Option(
      names = "--stop-words",
      paramLabel = "LANGUAGE|file:PATH|none",
      description =
          "Words that are never kept: a list of Spark's StopWordsRemover, such as english or german;"
              + " a file with a word on each line; or none. Default: english; of a model's table none.")
  private String stopWords;

  @Option(
      names = "--document-column",
      paramLabel = "NAME",
      description =
          "A column that names a sentence's document (jobs/attend --keep carries it): find keywords,"
              + " phrases and main sentences of documents, by SAMRank.")
  private String documentColumn;

  @Option(
      names = "--keywords",
      paramLabel = "N",
      description = "Keywords of a document, and as many phrases. Default: 10.")
  private Integer keywords;

  @Option(
      names = "--sentences",
      paramLabel = "N",
      description = "Main sentences of a document. Default: 3.")
  private Integer sentences;

  @Mixin private SharedOptions.BadRecord badRecord;

  @Mixin private SharedOptions.Partitions partitions;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SummarizeSettings settings = settings();
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
