package io.corpusattention.benchmark;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Mask;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.train.TrainInput;
import io.corpusattention.job.train.TrainSettings;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.Learner;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.LearningState;
import io.corpusattention.learning.OptimizerKind;
import io.corpusattention.learning.Shards;
import io.corpusattention.table.Compression;
import io.corpusattention.table.run.WriteMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the speed of train on one corpus. It reads the corpus once, as train does. Each run is
 * an epoch, and the peer's epochs alternate with ours.
 *
 * <p>Hidden tokens and negatives cost both the same. Each token of these corpora has its own
 * vector, so to us it is a separate word, and our table of negatives has its maximum of 20,000
 * words. To the peer, a word is the spelling of a token, of which there are 20,000.
 *
 * @param threads the number of threads of the peer
 */
record TrainBenchmark(
    SparkSession spark, BenchmarkSettings settings, SyntheticCorpus corpus, int threads) {
  /** Runs all epochs, measured or not, in a single training run. */
  BenchmarkResult measure(Consumer<String> progress) throws IOException {
    LearningSettings learning = learning();
    long start = System.nanoTime();
    TrainInput input = TrainInput.open(spark, train(learning));
    try (Shards shards = input.shards();
        Learner learner = input.training().learner(shards)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      try (PeerProcess peer = startPeer(learning)) {
        // Wait until the peer has read the corpus, so that it does not slow down the first epoch.
        BenchmarkReading reading =
            new BenchmarkReading(seconds, peer == null ? null : peer.reading());
        Epochs epochs = new Epochs(peer, progress);
        learner.run(learner.start(), epochs);
        return new BenchmarkResult(
            corpus.workload(),
            corpus.tokens(),
            operations(),
            corpus.bytes(),
            reading,
            null,
            epochs.ours,
            null,
            epochs.others);
      }
    }
  }

  /** Records the time of our epochs, and runs one epoch of the peer after each. */
  private final class Epochs implements Learner.Listener {
    private final PeerProcess peer; // null for none
    private final Consumer<String> progress;
    private final List<BenchmarkRun> ours = new ArrayList<>();
    private final List<BenchmarkRun> others = new ArrayList<>();

    Epochs(PeerProcess peer, Consumer<String> progress) {
      this.peer = peer;
      this.progress = progress;
    }

    @Override
    public void epoch(LearningState state) throws IOException {
      EpochFigures figures = state.curve().get(state.epoch() - 1);
      int run = state.epoch() - settings.warmUp();
      String epoch = corpus.workload().name() + (run < 1 ? ", warming up" : ", epoch " + run);
      progress.accept(
          String.format(
              Locale.ROOT, "%s: %.2f s, loss %.4f", epoch, figures.seconds(), figures.loss()));
      if (run >= 1) {
        ours.add(BenchmarkRun.epoch(figures.seconds()));
      }
      if (peer != null) {
        double seconds = peer.pass();
        progress.accept(String.format(Locale.ROOT, "%s, peer: %.2f s", epoch, seconds));
        if (run >= 1) {
          others.add(BenchmarkRun.epoch(seconds));
        }
      }
    }
  }

  private PeerProcess startPeer(LearningSettings learning) {
    return settings.peer() == null
        ? null
        : PeerProcess.training(settings, corpus, learning, threads);
  }

  private LearningSettings learning() {
    int heads = corpus.workload().heads();
    AttentionConfig attention =
        LearningSettings.attention(heads, heads, new Mask.None(), null, new Alignment.Soft());
    return new LearningSettings(
        new Goal.Masked(Goal.Masked.HIDDEN_SHARE, Goal.Masked.NEGATIVES, true),
        attention,
        settings.seed(),
        settings.warmUp() + settings.repeat(),
        (int) Math.min(LearningSettings.BATCH, corpus.workload().sentences()),
        OptimizerKind.ADAM,
        LearningSettings.LEARNING_RATE,
        LearningSettings.WARM_UP,
        LearningSettings.CLIP,
        0,
        0,
        null);
  }

  /** Returns settings whose output is never written. It only completes the settings. */
  private TrainSettings train(LearningSettings learning) {
    return new TrainSettings(
        corpus.source(),
        SyntheticCorpus.columns(),
        learning,
        null,
        0,
        new OutputSettings(corpus.folder().path().toString(), WriteMode.ERROR, Compression.SNAPPY),
        false,
        new RecordSettings(OnBadRecord.FAIL, null, null));
  }

  /**
   * Returns the floating-point operations of an epoch, with the expected number of hidden tokens.
   * Only hidden tokens are queries. Embeddings need no gradient, because they are not trained.
   */
  private double operations() {
    double d = corpus.workload().modelWidth();
    double hidden = Goal.Masked.HIDDEN_SHARE * corpus.tokens();
    double pairs = Goal.Masked.HIDDEN_SHARE * corpus.squares(); // pairs of a hidden token and a key
    double products = 2 * d * d * (hidden + 2 * corpus.tokens());
    double attention = 4 * d * pairs;
    double candidates = 2 * d * hidden * (1 + Goal.Masked.NEGATIVES);
    // In the backward pass, the products and those with candidates cost the same as before, and
    // attention costs twice as much.
    return 2 * products + 3 * attention + 2 * candidates;
  }
}
