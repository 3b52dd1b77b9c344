package io.corpusattention.cli;

import io.corpusattention.attention.Setting;
import io.corpusattention.cli.option.TableInputOption;
import io.corpusattention.cli.print.RunPrinter;
import io.corpusattention.encoder.HeadChoice;
import io.corpusattention.job.report.ReportJob;
import io.corpusattention.job.report.ReportResult;
import io.corpusattention.job.report.ReportSettings;
import io.corpusattention.table.run.WriteMode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of report. */
@Command(
    name = "report",
    customSynopsis = "jobs/report --input ATTENTION --output FILE [OPTION...]%n",
    description =
        "One HTML page to look at: what each head does over the corpus, and chosen sentences, with"
            + " lines from word to word and as heat maps. The page is whole in itself and needs no"
            + " network.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Sentences: those of --ids, then those with the word of --contains, then those in which"
          + " queries differ most in what they attend to: the Jensen-Shannon divergence of the"
          + " queries' distributions, special tokens and punctuation left out, divided by the"
          + " logarithm of the number of keys; the mean over layers and heads. Those of 6 to 32"
          + " tokens come before others. Exit code: 0 done, 2 a setting that cannot work, 1 an"
          + " error of the program."
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin private TableInputOption input;

  @Option(
      names = "--heads",
      paramLabel = "I.J",
      description =
          "Heads that are drawn when the page opens, each a layer and a head of it, such as"
              + " 3.1,2.1; of one layer the head alone; at most 6. Default: those of the heaviest"
              + " links of the word that is held first.")
  private String heads;

  @Option(
      names = "--analysis",
      paramLabel = "FOLDER",
      description =
          "The folder that jobs/analyze wrote of this table. Default: none; the page then shows"
              + " sentences and their lengths alone.")
  private String analysis;

  @Option(
      names = "--compare",
      paramLabel = "FOLDER",
      description =
          "Another folder that jobs/analyze wrote, of as many layers and heads, to show how far its"
              + " figures of heads are from those of --analysis. Default: none.")
  private String compare;

  @Option(
      names = "--training",
      paramLabel = "FOLDER",
      description =
          "The folder that jobs/train wrote, to show how the weights were learned. Default: none.")
  private String training;

  @Option(
      names = "--summaries",
      paramLabel = "FOLDER",
      description =
          "The folder that jobs/summarize wrote of this table, to show the words that summaries"
              + " keep, and documents. Default: none.")
  private String summaries;

  @Option(
      names = "--ids",
      split = ",",
      paramLabel = "ID",
      description = "Sentences to show first, several by commas.")
  private List<String> ids;

  @Option(
      names = "--contains",
      paramLabel = "WORD",
      description = "Show sentences that have this word next, with the word held.")
  private String contains;

  @Option(
      names = "--sentences",
      defaultValue = "24",
      paramLabel = "N",
      description =
          "Show N sentences, or all of --ids if there are more. Default: ${DEFAULT-VALUE}.")
  private int sentences;

  @Option(names = "--output", paramLabel = "FILE", description = "The file to write.")
  private String output;

  @Option(
      names = "--figures",
      paramLabel = "FOLDER",
      description =
          "Write each sentence and the heads of the analysis as SVG files there, too. Default:"
              + " none.")
  private String figures;

  @Option(
      names = "--mode",
      defaultValue = "error",
      paramLabel = "error|overwrite",
      description =
          "Where a page or figures are there already: refuse, or replace them; any other file is"
              + " refused in either case. Default: ${DEFAULT-VALUE}.")
  private WriteMode mode;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<String> paths = input.paths();
    if (output == null) {
      throw Setting.OUTPUT.missing("name the file to write");
    }
    ReportSettings settings =
        new ReportSettings(
            paths,
            input.layers(),
            new HeadChoice(heads),
            analysis,
            compare,
            training,
            summaries,
            ids,
            contains,
            sentences,
            output,
            figures,
            mode);
    job.withSpark("report", spark -> print(ReportJob.open(spark, settings).run(), settings));
    return 0;
  }

  private void print(ReportResult result, ReportSettings settings) {
    RunPrinter run = RunPrinter.of(spec);
    if (result.sentences() == 0) {
      run.warn("the table has no sentences");
    }
    run.line("Sentences", "%,d, %,d of them shown", result.sentences(), result.shown());
    run.line(
        "Corpus",
        result.corpus()
            ? "figures of " + settings.analysis()
            : "no figures; --analysis FOLDER brings those of jobs/analyze");
    if (settings.compare() != null) {
      run.line("Compared", "with figures of " + settings.compare());
    }
    if (settings.training() != null) {
      run.line("Training", "learning curve of " + settings.training());
    }
    if (settings.summaries() != null) {
      run.line("Summaries", "words and documents of " + settings.summaries());
    }
    run.time(result.seconds());
    run.line("Page", "%s (%,.1f MB)", settings.output(), result.bytes() / 1e6);
    run.line("", "open it in a browser; it needs no network");
    if (settings.figures() != null) {
      run.line("Figures", "%,d SVG files in %s", result.figures(), settings.figures());
    }
    run.out().flush();
  }
}
