package io.corpusattention.job.train;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.TableStage;
import io.corpusattention.learning.Learner;
import io.corpusattention.learning.LearningState;
import io.corpusattention.learning.ShardCounts;
import io.corpusattention.learning.Shards;
import io.corpusattention.learning.TrainingRecord;
import io.corpusattention.table.run.WriteMode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The job that learns W_q, W_k and W_v: embedded sentences in; weights for attend and the learning
 * curve out.
 *
 * <p>The driver first checks everything that a user can set incorrectly.
 */
public final class TrainJob {
  private final SparkSession spark;
  private final TrainSettings settings;
  private final TrainInput input;
  private final Configuration conf;

  private TrainJob(
      SparkSession spark, TrainSettings settings, TrainInput input, Configuration conf) {
    this.spark = spark;
    this.settings = settings;
    this.input = input;
    this.conf = conf;
  }

  /**
   * Opens the input and determines the widths of the layer.
   *
   * @throws BadSettingException if the settings cannot work; its message is one line
   */
  public static TrainJob open(SparkSession spark, TrainSettings settings) throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    return new TrainJob(spark, settings, TrainInput.open(spark, settings), conf);
  }

  /**
   * Trains and commits the run folder.
   *
   * @param listener receives the progress
   * @throws BadSettingException if the output is in use, a bad record stops the run, or the data
   *     are not suitable
   */
  public TrainResult run(Learner.Listener listener) throws IOException {
    OutputSettings output = settings.output();
    WriteMode mode = settings.resume() ? WriteMode.OVERWRITE : output.mode();
    try (JobRun run =
        JobRun.open(
            spark,
            "train",
            new OutputSettings(output.folder(), mode, output.compression()),
            input.corpus().inputFiles())) {
      if (!settings.resume()) {
        run.folder().removeCheckpoints();
      }
      TrainResult result = train(run, listener);
      run.folder().removeCheckpoints();
      return result;
    }
  }

  private TrainResult train(JobRun run, Learner.Listener listener) throws IOException {
    try (Shards shards = input.shards()) {
      requireFit(shards.counts());
      try (Learner learner = input.training().learner(shards)) {
        TrainedModel model = new TrainedModel(learner.layout(), learner.goal());
        TrainCheckpoints checkpoints =
            new TrainCheckpoints(run.folder(), fingerprint(shards.counts()), conf);
        LearningState start = learner.start();
        LearningState from =
            settings.resume() ? checkpoints.read(settings.output().folder(), start) : start;
        LearningState end = learner.run(from, saving(checkpoints, model, listener));
        TrainResult result =
            new TrainResult(
                run.input(),
                shards.counts(),
                end.curve(),
                end.bestFigures(),
                learner.figuresOfMean(),
                learner.isPatienceOut(end) && end.epoch() < settings.learning().epochs(),
                from.epoch(),
                run.seconds());
        return run.write(
            TrainTables.schemas(
                input.corpus().schema().id().dataType(), TrainManifest.footer(settings)),
            tasks -> {
              tasks.run(
                  () -> shards.rejected().rdd(),
                  null,
                  target -> new TrainTables.Task(target, end.curve()));
              JobRun.Done<TrainResult> done =
                  new JobRun.Done<>(
                      result,
                      TrainManifest.contents(
                          settings,
                          learner.goal(),
                          learner.layout(),
                          end.best(),
                          learner.words(),
                          result,
                          run,
                          spark));
              return done.with(RunLayout.MODEL, out -> model.writeWeights(end.best(), out))
                  .with(RunLayout.MODEL_CONFIG, model::writeConfig);
            });
      }
    }
  }

  private static Learner.Listener saving(
      TrainCheckpoints checkpoints, TrainedModel model, Learner.Listener listener) {
    return new Learner.Listener() {
      @Override
      public void step(int epoch, int step, int steps, double loss, double tokensPerSecond) {
        listener.step(epoch, step, steps, loss, tokensPerSecond);
      }

      @Override
      public void epoch(LearningState state) throws IOException {
        checkpoints.write(state, model);
        listener.epoch(state);
      }
    };
  }

  private void requireFit(ShardCounts counts) {
    TrainingRecord bad = counts.firstRejected();
    if (bad != null && settings.records().failOnBadRecord()) {
      throw TableStage.badRecord(String.valueOf(bad.id()), bad.rejection());
    }
    if (counts.rejected() > 0 && counts.sentences() + counts.heldOut() == 0) {
      throw settings
          .input()
          .given()
          .bad(
              "all "
                  + counts.rejected()
                  + " records were rejected ("
                  + counts.reasons().keySet().stream()
                      .map(RejectReason::label)
                      .collect(Collectors.joining(", "))
                  + "); give sentences that can be read");
    }
  }

  /** Returns the settings and data figures that a checkpoint must match to resume from it. */
  private Map<String, Object> fingerprint(ShardCounts counts) {
    Map<String, Object> decisive = new LinkedHashMap<>(settings.decisive());
    decisive.put("sentences", counts.sentences());
    decisive.put("tokens", counts.tokens());
    decisive.put("digest", Long.toHexString(counts.digest()));
    return decisive;
  }
}
