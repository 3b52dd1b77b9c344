package io.corpusattention.cli;

import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.cli.option.TableInputOption;
import io.corpusattention.cli.print.RunPrinter;
import io.corpusattention.corpus.files.HadoopPaths;
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
@OptionGroup.In(OptionGroup.PAGE)
@Command(
    name = "report",
    customSynopsis = {"jobs/report --input ATTENTION --output FILE [OPTION...]%n"},
    description = {
      "Writes one HTML page: what each head does over the corpus, and chosen sentences "
          + "with lines from word to word and as heat maps. The page needs no network."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      JobOptions.EXAMPLES,
      "  jobs/report --input target/attention --contains its%n      --output target/report.html",
      "  jobs/report --input target/attention --analysis target/analysis%n      "
          + "--summaries target/summaries --output target/report.html",
      "",
      "The page first shows the sentences of --ids, then those with the word of "
          + "--contains, then those whose queries differ most in what they attend to.",
      "",
      JobOptions.EXIT_CODES
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin private TableInputOption input;

  @Option(
      names = "--heads",
      paramLabel = "I.J",
      description =
          "Heads to draw when the page opens, as layer.head, such as 3.1,2.1, or for one"
              + " layer the head alone; at most 6. Default: the heads with the heaviest links"
              + " of the selected word.")
  private String heads;

  @Option(
      names = "--analysis",
      paramLabel = "FOLDER",
      description =
          "The folder that jobs/analyze wrote for this table. Without it the page shows"
              + " sentences only.")
  private String analysis;

  @Option(
      names = "--compare",
      paramLabel = "FOLDER",
      description =
          "Another folder of jobs/analyze with the same number of layers and heads, to"
              + " show how much its heads differ from those of --analysis.")
  private String compare;

  @Option(
      names = "--training",
      paramLabel = "FOLDER",
      description = "The folder that jobs/train wrote, to show the learning curve.")
  private String training;

  @Option(
      names = "--summaries",
      paramLabel = "FOLDER",
      description =
          "The folder that jobs/summarize wrote for this table, to show the words that"
              + " summaries keep, and documents.")
  private String summaries;

  @Option(
      names = "--ids",
      split = ",",
      paramLabel = "ID",
      description = "Sentences to show first. Separate several by commas.")
  private List<String> ids;

  @Option(
      names = "--contains",
      paramLabel = "WORD",
      description =
          "After the sentences of --ids, show sentences that contain this word, with the word"
              + " selected.")
  private String contains;

  @Option(
      names = "--sentences",
      defaultValue = "24",
      paramLabel = "N",
      description =
          "Number of sentences to show, or all of --ids if there are more of those. Default:"
              + " ${DEFAULT-VALUE}.")
  private int sentences;

  @OptionGroup.In(OptionGroup.FILES)
  @Option(names = "--output", paramLabel = "FILE", description = "The HTML file to write.")
  private String output;

  @OptionGroup.In(OptionGroup.FILES)
  @Option(
      names = "--figures",
      paramLabel = "FOLDER",
      description = "A folder for SVG files of each sentence, and of the heads of the analysis.")
  private String figures;

  @OptionGroup.In(OptionGroup.FILES)
  @Option(
      names = "--mode",
      defaultValue = "error",
      paramLabel = "error|overwrite",
      description =
          "If the page or figures exist: refuse to run, or replace them. Other files are"
              + " never replaced. Default: ${DEFAULT-VALUE}.")
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
    EarlyChecks.input(paths);
    ReportJob.check(settings, HadoopPaths.conf());
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
      run.line(
          "Figures",
          RunPrinter.counted(result.figures(), "SVG file") + " in " + settings.figures());
    }
    run.out().flush();
  }
}
