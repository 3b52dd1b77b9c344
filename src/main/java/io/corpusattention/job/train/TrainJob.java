package io.corpusattention.job.train;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.RootCause;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.TableStage;
import io.corpusattention.learning.Learner;
import io.corpusattention.learning.LearningState;
import io.corpusattention.learning.ShardCounts;
import io.corpusattention.learning.Shards;
import io.corpusattention.learning.TrainingRecord;
import io.corpusattention.table.RunFolder;
import io.corpusattention.table.TableWrite;
import io.corpusattention.table.WriteMode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Learns W_q, W_k and W_v: embedded sentences in; weights that attend takes, and the learning
 * curve, out.
 *
 * <p>Everything a user can set wrongly is checked first, on the driver.
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
   * Opens the input and finds the widths of the layer.
   *
   * @throws BadSettingException where that cannot work, in one line
   */
  public static TrainJob open(SparkSession spark, TrainSettings settings) throws IOException {
    Configuration conf = spark.sessionState().newHadoopConf();
    return new TrainJob(spark, settings, TrainInput.open(spark, settings), conf);
  }

  /**
   * Trains, and commits the run folder.
   *
   * @param listener told of the progress
   * @throws BadSettingException where the output is in use, where a bad record stops the run, or
   *     where the data do not do
   */
  public TrainResult run(Learner.Listener listener) throws IOException {
    Instant started = Instant.now();
    long start = System.nanoTime();
    WriteMode mode = settings.resume() ? WriteMode.OVERWRITE : settings.mode();
    RunFolder folder = RunFolder.open(settings.output(), mode, input.corpus().paths(), conf);
    if (!settings.resume()) {
      folder.removeCheckpoints();
    }
    boolean committed = false;
    make(folder); // and not find out after an epoch that it cannot be
    try (Shards shards = input.shards()) {
      requireFit(shards.counts());
      try (Learner learner = input.training().learner(shards)) {
        TrainedModel model = new TrainedModel(learner.layout(), learner.goal());
        TrainCheckpoints checkpoints =
            new TrainCheckpoints(folder, fingerprint(shards.counts()), conf);
        LearningState from =
            settings.resume() ? checkpoints.read(settings.output()) : learner.start();
        LearningState end = learner.run(from, saving(checkpoints, model, listener));
        TrainResult result =
            new TrainResult(
                shards.counts(),
                end.curve(),
                end.bestFigures(),
                learner.accuracyOfMean(),
                learner.isPatienceOut(end) && end.epoch() < settings.learning().epochs(),
                from.epoch(),
                (System.nanoTime() - start) / 1e9);
        Map<String, Object> manifest =
            TrainManifest.contents(
                settings,
                learner.goal(),
                learner.layout(),
                end.best(),
                learner.words(),
                result,
                started,
                spark);
        commit(folder, shards, end, model, manifest);
        committed = true;
        folder.removeCheckpoints();
        return result;
      }
    } finally {
      if (!committed) {
        folder.removeIfNew();
      }
    }
  }

  private void make(RunFolder folder) {
    try {
      folder.make();
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private BadSettingException notWritten(IOException e) {
    return Setting.OUTPUT
        .of(settings.output())
        .bad("cannot be written: " + RootCause.of(e))
        .causedBy(e);
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
    if (bad != null && settings.onBadRecord() == OnBadRecord.FAIL) {
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

  /** What a checkpoint must be of, to be gone on from. */
  private Map<String, Object> fingerprint(ShardCounts counts) {
    Map<String, Object> decisive = new LinkedHashMap<>(settings.decisive());
    decisive.put("sentences", counts.sentences());
    decisive.put("tokens", counts.tokens());
    decisive.put("digest", Long.toHexString(counts.digest()));
    return decisive;
  }

  private void commit(
      RunFolder folder,
      Shards shards,
      LearningState end,
      TrainedModel model,
      Map<String, Object> manifest)
      throws IOException {
    TableWrite write;
    try {
      write =
          TableWrite.start(
              spark,
              folder,
              TrainTables.schemas(
                  input.corpus().schema().id().dataType(), TrainManifest.footer(settings)),
              settings.compression());
    } catch (IOException e) {
      throw notWritten(e);
    }
    boolean committed = false;
    try {
      TableStage<Long> stage = new TableStage<>(spark, "train", write);
      stage.run(shards.rejected().rdd(), new TrainTables.Task(write.target(), end.curve()));
      folder.replaceRun(manifest);
      model.write(end.best(), folder::create);
      write.commit(stage.messages());
      committed = true;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw new IllegalStateException("the learning curve could not be written", e);
    } finally {
      if (!committed) {
        write.abort();
      }
    }
  }
}
