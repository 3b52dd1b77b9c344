package io.corpusattention.learning;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.training.Baseline;
import io.corpusattention.training.GradientNorm;
import io.corpusattention.training.LearningRate;
import io.corpusattention.training.Optimizer;
import io.corpusattention.training.ParameterLayout;
import io.corpusattention.training.TrainingSums;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag$;

/**
 * Trains one layer of self-attention on sharded sentences, epoch by epoch. Takes shards, settings
 * and a state. Returns the state after each epoch.
 */
public final class Learner implements AutoCloseable {
  /**
   * The maximum number of parameters to send with the task, which Spark broadcasts anyway. Spark
   * warns if a task exceeds a megabyte. Creating and destroying a broadcast would take a tenth of
   * the time of a small step.
   */
  private static final int WITH_TASK = 200_000;

  private final JavaSparkContext spark;
  private final Shards shards;
  private final LearningSettings settings;
  private final Layer layer;
  private final int stepsPerEpoch;
  private final LearningRate rate;
  private final Broadcast<Vocabulary> vocabulary; // null unless tokens are hidden

  /** Receives the progress of a training run. */
  public interface Listener {
    /** Receives the figures after each step. */
    default void step(int epoch, int step, int steps, double loss, double tokensPerSecond) {}

    /** Receives the state after each epoch. */
    default void epoch(LearningState state) throws IOException {}
  }

  /**
   * @param layout the layout of the parameters: for hidden tokens, with W_o if widths differ; for
   *     classes, with the number of classes
   * @throws BadSettingException if there are too few sentences, words or classes
   */
  Learner(Shards shards, ParameterLayout layout, LearningSettings settings) {
    this.spark = JavaSparkContext.fromSparkContext(shards.rdd().context());
    this.shards = shards;
    this.settings = settings;
    this.layer = new Layer(layout, settings.attention());
    long sentences = shards.counts().sentences();
    if (sentences < settings.batch()) {
      throw Setting.BATCH
          .of(settings.batch())
          .bad(
              "is more than the "
                  + sentences
                  + " sentences to train on ("
                  + shards.counts().heldOut()
                  + " are held out); make it smaller, or give more sentences");
    }
    this.stepsPerEpoch = Math.toIntExact(Math.round(sentences / (double) settings.batch()));
    long steps = Math.multiplyExact((long) stepsPerEpoch, settings.epochs());
    this.rate =
        new LearningRate(settings.learningRate(), Math.round(settings.warmUp() * steps), steps);
    this.vocabulary =
        settings.goal() instanceof Goal.Masked
            ? spark.broadcast(Vocabulary.of(shards, layout.shape().modelWidth()))
            : null;
  }

  /** Returns the layout of the parameters. */
  public ParameterLayout layout() {
    return layer.layout();
  }

  /** Returns the goal, with the classes in the data. */
  public Goal goal() {
    return settings.goal();
  }

  /** Returns the number of words from which negatives are drawn, or 0 if no tokens are hidden. */
  public int words() {
    return vocabulary == null ? 0 : vocabulary.value().size();
  }

  /** Returns the number of steps per epoch. */
  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** Returns the state before the first epoch. */
  public LearningState start() {
    ParameterLayout layout = layer.layout();
    float[] parameters = layer.start(settings.seed());
    double[] optimizer = settings.optimizer().create(layout.size(), 0).state();
    return new LearningState(
        0, 0, parameters, optimizer, Baseline.start(), 0, parameters, List.of());
  }

  /**
   * Continues from a state until the last epoch, or until patience runs out.
   *
   * @throws BadSettingException if a number overflows float32
   */
  public LearningState run(LearningState from, Listener listener) throws IOException {
    LearningState state = from;
    while (state.epoch() < settings.epochs() && !isPatienceOut(state)) {
      state = epoch(state, listener);
      listener.epoch(state);
    }
    return state;
  }

  /**
   * Returns whether the held-out loss has not fallen for the number of epochs that patience allows.
   */
  public boolean isPatienceOut(LearningState state) {
    return settings.patience() != null
        && state.epoch() - state.bestEpoch() >= settings.patience()
        && state.epoch() > 0;
  }

  private LearningState epoch(LearningState from, Listener listener) {
    long start = System.nanoTime();
    int epoch = from.epoch() + 1;
    float[] parameters = from.parameters().clone();
    Optimizer optimizer = settings.optimizer().create(parameters.length, settings.weightDecay());
    optimizer.restore(from.optimizer());
    Baseline baseline = from.baseline();
    long steps = from.steps();
    TrainingSums losses = new TrainingSums(0);
    long tokens = 0;
    for (int step = 0; step < stepsPerEpoch; step++) {
      StepTask.Sums sums = run(parameters, baseline.value(), epoch, stepsPerEpoch, step);
      losses.addLosses(sums.sums());
      tokens += sums.tokens();
      if (sums.sums().examples() > 0) {
        double[] gradient = sums.sums().meanGradient();
        GradientNorm.clip(gradient, settings.clip());
        optimizer.step(parameters, gradient, rate.at(steps));
        baseline = baseline.after(sums.sums().meanLoss());
      }
      steps++;
      double seconds = (System.nanoTime() - start) / 1e9;
      listener.step(epoch, step + 1, stepsPerEpoch, losses.meanLoss(), tokens / seconds);
    }
    if (losses.examples() == 0) {
      throw Setting.OBJECTIVE
          .of("masked")
          .bad(
              "none of the "
                  + shards.counts().sentences()
                  + " sentences has two tokens, one of which could be hidden; give longer ones");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TrainingSums heldOut =
        shards.counts().heldOut() == 0 ? null : run(parameters, 0, 0, 0, 0).sums();
    boolean measured = heldOut != null && heldOut.examples() > 0;
    if (!measured && settings.patience() != null) {
      throw Setting.PATIENCE
          .of(settings.patience())
          .bad(
              "no held-out sentence has two tokens, one of which could be hidden; hold more out"
                  + " with ",
              Setting.HELD_OUT,
              ", or leave ",
              Setting.PATIENCE,
              " out");
    }
    EpochFigures figures =
        new EpochFigures(
            epoch,
            steps,
            rate.at(steps - 1),
            losses.meanLoss(),
            losses.accuracy(),
            measured ? heldOut.meanLoss() : null,
            measured ? heldOut.accuracy() : null,
            (System.nanoTime() - start) / 1e9,
            tokens / seconds);
    List<EpochFigures> curve = new ArrayList<>(from.curve());
    curve.add(figures);
    boolean better =
        !measured
            || from.bestEpoch() == 0
            || figures.heldOutLoss() < from.bestFigures().heldOutLoss();
    return new LearningState(
        epoch,
        steps,
        parameters,
        optimizer.state(),
        baseline,
        better ? epoch : from.bestEpoch(),
        better ? parameters : from.best(),
        curve);
  }

  /**
   * Runs one step on all shards, or a measurement on the held-out sentences if steps is 0. Returns
   * the sums.
   */
  private StepTask.Sums run(float[] parameters, double baseline, long epoch, int steps, int step) {
    Broadcast<float[]> sent = parameters.length > WITH_TASK ? spark.broadcast(parameters) : null;
    try {
      StepTask task =
          new StepTask(
              layer,
              settings,
              vocabulary,
              sent == null ? parameters : null,
              sent,
              baseline,
              epoch,
              steps,
              step);
      TrainingSums sums = new TrainingSums(steps > 0 ? parameters.length : 0);
      long tokens = 0;
      for (StepTask.Sums part : sumsOf(task)) {
        if (part.overflowed()) {
          throw Setting.LEARNING_RATE
              .of(settings.learningRate())
              .bad(
                  "the loss is no finite number any more in epoch "
                      + Math.max(epoch, 1)
                      + "; make the rate or ",
                  Setting.CLIP,
                  " smaller, or the embeddings, if they are very large");
        }
        sums.addAll(part.sums());
        tokens += part.tokens();
      }
      return new StepTask.Sums(sums, tokens, false);
    } finally {
      if (sent != null) {
        sent.destroy();
      }
    }
  }

  /** Returns the sums of each shard, in shard order. */
  private StepTask.Sums[] sumsOf(StepTask task) {
    return (StepTask.Sums[])
        spark.sc().runJob(shards.rdd().rdd(), task, ClassTag$.MODULE$.apply(StepTask.Sums.class));
  }

  /**
   * Measures how well the mean of the other tokens' embeddings finds hidden tokens in held-out
   * sentences, with the same loss and negatives. This is the baseline without attention, word order
   * or training.
   *
   * @return the figures, or null if no tokens are hidden or held out
   */
  public MeanFigures figuresOfMean() {
    if (vocabulary == null || shards.counts().heldOut() == 0) {
      return null;
    }
    TrainingSums sums = MeanAnswers.measure(shards, layer, settings, vocabulary);
    return sums.examples() == 0 ? null : new MeanFigures(sums.meanLoss(), sums.accuracy());
  }

  /** Destroys the broadcast vocabulary. */
  @Override
  public void close() {
    if (vocabulary != null) {
      vocabulary.destroy();
    }
  }
}
