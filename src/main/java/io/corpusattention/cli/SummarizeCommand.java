package io.corpusattention.cli;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.summarize.SummarizeJob;
import io.corpusattention.job.summarize.SummarizeSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
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
        "Keeps of each sentence of an attention table the words that receive most attention, and"
            + " finds the keywords and main sentences of documents.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Special tokens, punctuation and stop words are never kept. Pieces of words are put together,"
          + " by the column word_ids where the table has it.",
      "",
      "Paths may lie on any file system that Hadoop knows. Exit code: 0 done, 2 a setting or a"
          + " record that cannot work, 1 an error of the program."
    })
final class SummarizeCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      split = ",(?![^{]*\\})", // not inside the braces of a glob
      splitSynopsisLabel = ",",
      paramLabel = "PATH",
      description =
          "Run folders of attend, or Parquet files of their tables; several by commas or by"
              + " repeating the option.")
  private List<String> input;

  @Mixin private OutputOptions output;

  @Option(
      names = "--keep",
      paramLabel = "SHARE",
      description =
          "Of a sentence's words, stop words among them, keep at most this share, rounded up."
              + " Default: 0.5.")
  private BigDecimal keep;

  @Option(
      names = "--words",
      paramLabel = "N",
      description = "Keep at most so many words of a sentence, in place of --keep.")
  private Integer words;

  @Option(
      names = "--stop-words",
      defaultValue = "english",
      paramLabel = "LANGUAGE|file:PATH|none",
      description =
          "Words that are never kept: a list of Spark's StopWordsRemover, such as english or german;"
              + " a file with a word on each line; or none. Default: ${DEFAULT-VALUE}.")
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

  @Option(
      names = "--on-bad-record",
      defaultValue = "fail",
      paramLabel = "fail|reject",
      description =
          "Stop at a sentence without tokens or document, or set it aside with its reason."
              + " Default: ${DEFAULT-VALUE}.")
  private OnBadRecord onBadRecord;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Gather sentences and documents into so many tasks, each of which writes one file of a"
              + " table. Default: as the table is split.")
  private Integer partitions;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SummarizeSettings settings = settings();
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    try {
      job.withSpark(
          "summarize",
          spark -> {
            var result = SummarizeJob.open(spark, settings).run(progress::show);
            progress.end();
            new SummarizePrinter(spec.commandLine().getOut(), spec.commandLine().getErr())
                .result(result, settings);
          });
      return 0;
    } finally {
      progress.end();
    }
  }

  private SummarizeSettings settings() {
    if (input == null) {
      throw new BadSettingException("--input is missing; name the folder that jobs/attend wrote");
    }
    if (output.folder() == null) {
      throw new BadSettingException("--output is missing; name the folder to write");
    }
    return new SummarizeSettings(
        input,
        keep,
        words,
        stopWords,
        documentColumn,
        keywords,
        sentences,
        output.folder(),
        output.mode(),
        output.compression(),
        onBadRecord,
        partitions);
  }
}
