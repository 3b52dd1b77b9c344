package io.corpusattention.cli;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.cli.option.ColumnOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.LearningOptions;
import io.corpusattention.cli.option.OutputOptions;
import io.corpusattention.cli.option.SharedOptions;
import io.corpusattention.cli.print.RunPrinter;
import io.corpusattention.cli.print.TrainPrinter;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.train.TrainJob;
import io.corpusattention.job.train.TrainObjective;
import io.corpusattention.job.train.TrainResult;
import io.corpusattention.job.train.TrainSettings;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.HeldOut;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of train. */
@OptionGroup.In(OptionGroup.OBJECTIVE)
@Command(
    name = "train",
    customSynopsis = {"jobs/train --input PATH,... --output FOLDER [OPTION...]%n"},
    description = {
      "Trains W_q, W_k and W_v of one layer on embedded sentences: to find hidden "
          + "tokens by their context, or to classify sentences. The output is input for "
          + "--weights of jobs/attend."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      JobOptions.EXAMPLES,
      "  jobs/train --input target/sentences --output target/weights --heads 4%n      "
          + "--epochs 40 --batch 8 --learning-rate 0.02 --held-out 0.25",
      "  jobs/train --input target/sentences --output target/weights --resume",
      "",
      "After each epoch the job writes a checkpoint to OUTPUT/checkpoints, from which "
          + "--resume continues. The same sentences, settings and seed give the same weights "
          + "to the bit, in any partitioning and after any resumption.",
      "",
      JobOptions.PATHS_AND_EXIT_CODES
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Mixin private OutputOptions output;

  @OptionGroup.In(OptionGroup.FILES)
  @Option(
      names = "--resume",
      description =
          "Continue from the last checkpoint in the output folder, with the settings of"
              + " that run.")
  private boolean resume;

  @Option(
      names = "--objective",
      defaultValue = "masked",
      paramLabel = "masked|classify",
      description =
          "masked: find hidden tokens among others by their context vectors; this needs"
              + " no labels. classify: find the class of a sentence by the mean of its context"
              + " vectors. Default: ${DEFAULT-VALUE}.")
  private TrainObjective objective;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "With --objective classify: the column with the class of each sentence.")
  private String labelColumn;

  @Option(
      names = "--hidden-share",
      paramLabel = "SHARE",
      description =
          "With --objective masked: share of the tokens of a sentence to hide, at least one token."
              + " Default: "
              + Goal.Masked.HIDDEN_SHARE
              + ".")
  private Double hiddenShare;

  @Option(
      names = "--negatives",
      paramLabel = "K",
      description =
          "With --objective masked: number of negative words for each hidden token, drawn by their"
              + " frequency to the power of 3/4. Default: "
              + Goal.Masked.NEGATIVES
              + ".")
  private Integer negatives;

  @Option(
      names = "--positions",
      paramLabel = "sinusoidal|none",
      description =
          "With --objective masked: the positions to add to the embeddings. Without them"
              + " the layer cannot see word order. jobs/attend adds the same. Default:"
              + " sinusoidal.")
  private String positions;

  @Option(
      names = "--held-out",
      defaultValue = "" + HeldOut.SHARE,
      paramLabel = "SHARE",
      description =
          "Share of the sentences to measure on but not train on, chosen by a"
              + " hash of the id. The weights of the epoch with the lowest held-out loss are"
              + " kept. Default: ${DEFAULT-VALUE}.")
  private double heldOut;

  @Mixin private LearningOptions learning;

  @Mixin private ColumnOptions columns;

  @Mixin private SharedOptions.BadRecord badRecord;

  @Mixin private SharedOptions.Limit limit;

  @Mixin private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    TrainSettings settings = settings();
    List<Path> inputs = EarlyChecks.input(settings.input());
    if (!settings.resume()) {
      EarlyChecks.output(settings.output(), inputs);
    }
    TrainPrinter printer = new TrainPrinter(RunPrinter.of(spec), settings);
    job.withSpark(
        "train",
        "the checkpoint of its last epoch, if one has ended, is kept; continue with --resume",
        spark -> {
          TrainResult result = TrainJob.open(spark, settings).run(printer);
          printer.result(result);
        });
    return 0;
  }

  private TrainSettings settings() {
    OutputSettings to = output.settings();
    Goal goal = goal();
    List<String> keep = labelColumn == null ? List.of() : List.of(labelColumn);
    return new TrainSettings(
        input.source(),
        columns.columns(null, null, keep, Setting.LABEL_COLUMN),
        learning.settings(goal),
        learning.headDim(),
        heldOut,
        to,
        resume,
        new RecordSettings(badRecord.value(), null, limit.value()));
  }

  private Goal goal() {
    if (objective == TrainObjective.CLASSIFY) {
      refuseForClasses(Setting.HIDDEN_SHARE, hiddenShare);
      refuseForClasses(Setting.NEGATIVES, negatives);
      refuseForClasses(Setting.POSITIONS, positions);
      if (labelColumn == null) {
        throw new BadSettingException(
            null, Setting.LABEL_COLUMN, " is missing; name the column with each sentence's class");
      }
      return new Goal.Classify(List.of());
    }
    if (labelColumn != null) {
      throw Setting.LABEL_COLUMN
          .of(labelColumn)
          .bad("is for ", Setting.OBJECTIVE.of("classify"), "; hidden tokens need none");
    }
    if (positions != null && !List.of("sinusoidal", "none").contains(positions)) {
      throw Setting.POSITIONS.of(positions).bad("is none of sinusoidal, none");
    }
    return new Goal.Masked(
        hiddenShare == null ? Goal.Masked.HIDDEN_SHARE : hiddenShare,
        negatives == null ? Goal.Masked.NEGATIVES : negatives,
        !"none".equals(positions));
  }

  private static void refuseForClasses(Setting setting, Object value) {
    if (value != null) {
      throw setting.of(value).bad("is for ", Setting.OBJECTIVE.of("masked"), "; leave it out");
    }
  }
}
