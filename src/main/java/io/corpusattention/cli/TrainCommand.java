package io.corpusattention.cli;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of train. */
@Command(
    name = "train",
    customSynopsis = "jobs/train --input PATH,... --output FOLDER [OPTION...]%n",
    description =
        "Learns W_q, W_k and W_v on embedded sentences: to find hidden tokens by their context, or"
            + " to tell the class of a sentence. jobs/attend takes the output for --weights.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "After each epoch a checkpoint is written to OUTPUT/checkpoints; --resume goes on from it. The"
          + " same sentences, settings and seed give the same weights to the bit, in any partitions"
          + " and after any resumption.",
      "",
      JobOptions.PATHS_AND_EXIT_CODES
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Mixin private OutputOptions output;

  @Option(
      names = "--resume",
      description =
          "Go on from the last checkpoint in the output, with the settings that it was made with.")
  private boolean resume;

  @Option(
      names = "--objective",
      defaultValue = "masked",
      paramLabel = "masked|classify",
      description =
          "Find hidden tokens among others by their context vectors, which takes no labels; or tell"
              + " the class of a sentence by the mean of its context vectors."
              + " Default: ${DEFAULT-VALUE}.")
  private TrainObjective objective;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "Of --objective classify: the column with each sentence's class.")
  private String labelColumn;

  @Option(
      names = "--hidden-share",
      paramLabel = "SHARE",
      description =
          "Of --objective masked: how many of a sentence's tokens are hidden, at least one."
              + " Default: "
              + Goal.Masked.HIDDEN_SHARE
              + ".")
  private Double hiddenShare;

  @Option(
      names = "--negatives",
      paramLabel = "K",
      description =
          "Of --objective masked: words that each hidden token is told apart from, drawn by their"
              + " frequency to the power of 3/4. Default: "
              + Goal.Masked.NEGATIVES
              + ".")
  private Integer negatives;

  @Option(
      names = "--positions",
      paramLabel = "sinusoidal|none",
      description =
          "Of --objective masked: positions added to the embeddings, without which no order is seen."
              + " jobs/attend then adds them, too. Default: sinusoidal.")
  private String positions;

  @Option(
      names = "--held-out",
      defaultValue = "" + HeldOut.SHARE,
      paramLabel = "SHARE",
      description =
          "Sentences kept from training to measure on, by a hash of their ids; the epoch with the"
              + " lowest loss on them is kept. Default: ${DEFAULT-VALUE}.")
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
    TrainPrinter printer = new TrainPrinter(RunPrinter.of(spec), settings);
    job.withSpark(
        "train",
        "the checkpoint of its last epoch is kept, go on from it with --resume",
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
