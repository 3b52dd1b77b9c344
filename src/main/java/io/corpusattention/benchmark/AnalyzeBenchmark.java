package io.corpusattention.benchmark;

import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.encoder.HeadChoice;
import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.encoder.Pooling;
import io.corpusattention.job.analyze.AnalyzeJob;
import io.corpusattention.job.analyze.AnalyzeResult;
import io.corpusattention.job.analyze.AnalyzeSettings;
import io.corpusattention.job.analyze.ComparedHeads;
import io.corpusattention.job.attend.AttendSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the speed of analyze with a whole model, from text. Compares it with attend, which
 * computes the same layers and writes one mean hidden state per sentence. The difference is the
 * cost of measuring every distribution, without the second pass that finds examples. Both run
 * alternately in this process.
 *
 * @param of the benchmark of the model and the text
 */
record AnalyzeBenchmark(ModelBenchmark of) {
  private static final long MIN_COUNT = 5;
  private static final int TOP = 1000;

  BenchmarkResult measure(Consumer<String> progress) throws IOException {
    AttendRuns attends = new AttendRuns(of.spark(), of.folder());
    AttendSettings attend =
        of.attendSettings(
            attends, new AttentionOutput.None(), new HiddenStates(Pooling.MEAN, false));
    AnalyzeSettings analyze = settings(attends);
    List<AnalyzeResult> results = new ArrayList<>();
    Turns turns =
        Turns.take(
            of.settings(),
            of.name(),
            () -> {
              long start = System.nanoTime();
              results.add(analyze(of.spark(), analyze));
              return new BenchmarkRun((System.nanoTime() - start) / 1e9, null, null, null);
            },
            () -> attends.run(attend).run(),
            progress);
    AnalyzeResult last = results.get(results.size() - 1);
    return of.result(last.counts(), null, turns);
  }

  private static AnalyzeResult analyze(SparkSession spark, AnalyzeSettings settings)
      throws IOException {
    return AnalyzeJob.open(spark, settings).run((sentences, all, tokens, seconds) -> {});
  }

  private AnalyzeSettings settings(AttendRuns runs) {
    AttendSettings computed =
        of.attendSettings(runs, new AttentionOutput.Full(), HiddenStates.NONE);
    return new AnalyzeSettings(
        null,
        new LayerChoice(LayerChoice.ALL),
        new HeadChoice(null),
        ComparedHeads.LAYER,
        null,
        computed.model(),
        AttendRuns.RECORDS,
        null,
        MIN_COUNT,
        TOP,
        AnalyzeSettings.Examples.NO,
        runs.output());
  }
}
