package io.corpusattention.cli.print;

import io.corpusattention.attention.Mask;
import io.corpusattention.cli.console.ProgressLine;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.train.TrainResult;
import io.corpusattention.job.train.TrainSettings;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.Learner;
import io.corpusattention.learning.LearningState;
import io.corpusattention.learning.ShardCounts;
import java.util.Locale;

/** Prints a line for each epoch of training, and the results of train. */
public final class TrainPrinter implements Learner.Listener {
  private final RunPrinter run;
  private final TrainSettings settings;
  private final int epochs;

  private final ProgressLine progress;
  private final long start = System.nanoTime();
  private int firstEpoch; // the first epoch that this process trains

  public TrainPrinter(RunPrinter run, TrainSettings settings) {
    this.run = run;
    this.progress = new ProgressLine(run.err());
    this.settings = settings;
    this.epochs = settings.learning().epochs();
  }

  @Override
  public void step(int epoch, int step, int steps, double loss, double tokensPerSecond) {
    firstEpoch = firstEpoch == 0 ? epoch : firstEpoch;
    double done = epoch - firstEpoch + step / (double) steps;
    progress.show(
        "Epoch %d of %d, step %,d of %,d: loss %.4f, %,.0f tokens/s, %s left",
        epoch,
        epochs,
        step,
        steps,
        loss,
        tokensPerSecond,
        duration((epochs - firstEpoch + 1 - done) * seconds() / done));
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60);
  }

  @Override
  public void epoch(LearningState state) {
    progress.end();
    EpochFigures figures = state.curve().get(state.curve().size() - 1);
    run.out()
        .printf(
            Locale.ROOT,
            "Epoch %d/%d  loss %.4f, %.1f%% right%s  %,.0f tokens/s%n",
            figures.epoch(),
            epochs,
            figures.loss(),
            100 * figures.accuracy(),
            heldOut(figures),
            figures.tokensPerSecond());
    run.out().flush();
  }

  private static String heldOut(EpochFigures figures) {
    return figures.heldOutLoss() == null
        ? ""
        : String.format(
            Locale.ROOT,
            "; held out %.4f, %.1f%%",
            figures.heldOutLoss(),
            100 * figures.heldOutAccuracy());
  }

  /** Prints the results of a run. */
  public void result(TrainResult result) {
    run.input(result.input());
    ShardCounts counts = result.counts();
    run.line(
        "Sentences",
        "%,d to train on, %,d held out, %,d rejected",
        counts.sentences(),
        counts.heldOut(),
        counts.rejected());
    run.line("Tokens", "%,d to train on", counts.tokens());
    EpochFigures best = result.best();
    String why =
        best.heldOutLoss() == null
            ? "the last"
            : result.stoppedEarly()
                ? "stopped early, with the lowest held-out loss"
                : "with the lowest held-out loss";
    run.line("Kept", "epoch %d, %s", best.epoch(), why);
    if (best.heldOutAccuracy() != null) {
      run.line("Held out", "%.1f%% right%s", 100 * best.heldOutAccuracy(), mean(result));
    } else if (settings.heldOut() > 0) {
      run.line(
          "Held out",
          "nothing was measured: %s; a larger --held-out would hold more out",
          counts.heldOut() == 0 ? "no sentence is held out" : "none of these can hide a token");
    }
    run.time(result.seconds());
    run.line("Curve", RunPrinter.child(settings.output().folder(), RunLayout.CURVE));
    if (counts.rejected() > 0) {
      run.line("Rejected", RunPrinter.child(settings.output().folder(), RunLayout.REJECTED));
    }
    run.next(next());
    run.out().flush();
  }

  private static String mean(TrainResult result) {
    return result.mean() == null
        ? ""
        : String.format(
            Locale.ROOT,
            "; the mean of the other words finds %.1f%%",
            100 * result.mean().accuracy());
  }

  private NextStep next() {
    Mask mask = settings.learning().attention().mask();
    String folder = settings.output().folder();
    return NextStep.of("attend")
        .input(settings.input())
        .with("weights", folder)
        .withIf("mask", mask instanceof Mask.None ? null : mask)
        .withIf("scale", settings.learning().attention().scale())
        .outputBeside(folder, "attention");
  }
}
