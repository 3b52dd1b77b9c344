package io.corpusattention.cli;

import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.console.ProgressLine;
import io.corpusattention.cli.console.Terminal;
import io.corpusattention.cli.option.AttentionOptions;
import io.corpusattention.cli.option.AttentionTableOptions;
import io.corpusattention.cli.option.ColumnOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.LayerOptions;
import io.corpusattention.cli.option.ModelOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.QueryOptions;
import io.corpusattention.cli.option.SharedOptions;
import io.corpusattention.cli.option.TextOptions;
import io.corpusattention.cli.option.WeightsOptions;
import io.corpusattention.cli.print.AttendPrinter;
import io.corpusattention.cli.print.RunPrinter;
import io.corpusattention.job.attend.AttendJob;
import io.corpusattention.job.attend.AttendResult;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.attend.ModelSettings;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.WeightsSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of attend. */
@Command(
    name = "attend",
    customSynopsis = {
      "jobs/attend --input PATH,... --model DIR|NAME --output FOLDER [OPTION...]",
      "       jobs/attend --input PATH,... --weights PATH --output FOLDER [OPTION...]%n"
    },
    description = {
      "Computes attention for every sentence of a corpus and writes it to Parquet: "
          + "every layer and head of a model over text, or one layer over embedded sentences."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      JobOptions.EXAMPLES,
      "  jobs/attend --model all-MiniLM-L6-v2 --input data-samples/corpus.txt%n      "
          + "--show its --output target/attention",
      "  jobs/attend --weights data-samples/weights%n      --input "
          + "data-samples/sentences.parquet --output target/one-layer",
      "",
      JobOptions.PATHS_AND_EXIT_CODES
    })
final class AttendCommand implements Callable<Integer> {
  private static final List<String> OF_MODELS =
      Stream.concat(
              WholeModel.OF_TEXT.stream(),
              Stream.of("--layers", "--hidden", "--normalize", "--text-column", "--show"))
          .toList();

  @Mixin private InputOptions input;

  @Mixin private ModelOptions model;

  @Mixin private LayerOptions layers;

  @Mixin private TextOptions text;

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
          "At the end, print the heaviest links of two sentences, or, for a model, the words"
              + " that receive the most attention. This is the default on a terminal without"
              + " --show.")
  private boolean showLinks;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    AttendSettings settings = settings();
    List<String> words = layers.show();
    check(settings);
    RunPrinter printer = RunPrinter.of(spec);
    try (ProgressLine progress = new ProgressLine(printer.err())) {
      job.withSpark(
          "attend",
          spark -> {
            AttendJob attend = AttendJob.open(spark, settings);
            attend.requireWords(words);
            AttendPrinter attendPrinter = new AttendPrinter(printer);
            if (dryRun.value()) {
              attendPrinter.plan(attend.plan());
              showWords(words, attend, attendPrinter);
            } else {
              AttendResult result = attend.run(progress::show);
              progress.end();
              attendPrinter.result(result, settings.output().folder());
              showWords(words, attend, attendPrinter);
              // Without a terminal, the output goes to a driver's log, so print sentences only on
              // request.
              if (showLinks || (words.isEmpty() && Terminal.isThere())) {
                attendPrinter.links(attend.links());
                attendPrinter.received(attend.received());
              }
            }
          });
    }
    return 0;
  }

  private static void showWords(List<String> words, AttendJob attend, AttendPrinter printer)
      throws IOException {
    for (String word : words) {
      printer.attended(word, attend.wordsOf(word), attend.attended(word));
    }
  }

  private static void check(AttendSettings settings) throws IOException {
    ModelSettings whole = settings.model();
    List<Path> inputs =
        EarlyChecks.input(whole != null ? whole.text().input() : settings.attention().input());
    if (whole != null) {
      EarlyChecks.model(whole.folder());
    } else {
      EarlyChecks.weights(settings.attention().weights());
    }
    EarlyChecks.output(settings.output(), inputs);
  }

  private AttendSettings settings() {
    AttentionSettings oneLayer = model.model() == null ? ofLayer() : null;
    ModelSettings whole = model.model() == null ? null : ofModel();
    return new AttendSettings(
        oneLayer,
        whole,
        output.settings(dryRun),
        new RecordSettings(badRecord.value(), partitions.value(), limit.value()));
  }

  private AttentionSettings ofLayer() {
    new GivenOptions(spec)
        .firstOf(OF_MODELS)
        .ifPresent(
            given -> {
              throw given.bad("goes with ", Setting.MODEL, "; add that, or leave this out");
            });
    if (!weights.given()) {
      throw Setting.MODEL.missing(
          "name a whole model, or with ",
          Setting.WEIGHTS,
          " the weights of one layer or xavier:SEED for random ones");
    }
    WeightsSettings from = weights.settings();
    return new AttentionSettings(
        input.source(),
        query.columns(columns, table.keep()),
        from,
        query.settings(),
        attention.config(
            table.attention(), table.context(ContextOutput.TOKENS), table.maxRowBytes()));
  }

  private ModelSettings ofModel() {
    return new WholeModel(spec, model, text, input, columns, query)
        .settings(
            layers.layers(),
            table.keep(),
            () ->
                attention.config(
                    table.attention(), table.context(ContextOutput.NONE), table.maxRowBytes()),
            layers.hidden());
  }
}
