package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusSums;
import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.SentenceSums;
import io.corpusattention.analysis.word.PairSums;
import io.corpusattention.analysis.word.WordFindings;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.TableTask;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import scala.Tuple2;

/**
 * Merges the parts of each sentence and of each pair of words. Writes rejected records as they
 * arrive, and returns the rest to the driver.
 */
final class AnalyzeGathering extends TableTask<Tuple2<Integer, AnalyzePart>, AnalyzeOutcome> {
  private static final long serialVersionUID = 1;

  private final Sent<Metering> metering;
  private final long minCount;
  private final int top;

  AnalyzeGathering(Sent<Metering> metering, AnalyzeSettings settings, TableWrite.Target target) {
    super(target, AnalyzeTables.REJECTED, settings.records().failOnBadRecord());
    this.metering = metering;
    this.minCount = settings.minCount();
    this.top = settings.top();
  }

  /** Returns false, because a later task writes the tables of statistics. */
  @Override
  protected boolean makesFirstTable(TaskContext task) {
    return false;
  }

  @Override
  protected Work<Tuple2<Integer, AnalyzePart>, AnalyzeOutcome> begin(
      TaskContext task, TaskOutput output) {
    return new Run(output);
  }

  private final class Run implements Work<Tuple2<Integer, AnalyzePart>, AnalyzeOutcome> {
    private final TaskOutput output;
    private final MeterPlan plan = metering.value().plan();
    private final CorpusSums sums = new CorpusSums(plan);
    private final Map<Object, SentenceSums> sentences = new HashMap<>();
    private final PairSums pairs = new PairSums(2);
    private WordFindings words; // set after all parts have arrived
    private long read;

    Run(TaskOutput output) {
      this.output = output;
    }

    @Override
    public void take(Tuple2<Integer, AnalyzePart> part) throws IOException {
      take(part._2());
    }

    @Override
    public void flush() {
      sentences.forEach(this::addWhole);
      words = WordFindings.of(pairs, metering.value().index(), minCount, top, plan.rollout());
    }

    @Override
    public AnalyzeOutcome result(long commitNanos) {
      return new AnalyzeOutcome(sums, words, counts());
    }

    private void take(AnalyzePart part) throws IOException {
      if (part instanceof AnalyzePart.Sums whole) {
        sums.add(whole.sums());
        read += whole.read();
      } else if (part instanceof AnalyzePart.Tile tile) {
        sentences.merge(tile.id(), tile.sums(), SentenceSums::add);
      } else if (part instanceof AnalyzePart.Pairs some) {
        pairs.addAll(some.entries());
      } else if (part instanceof AnalyzePart.Rejected bad) {
        output.reject(bad.id(), bad.rejection());
      }
    }

    private void addWhole(Object id, SentenceSums sentence) {
      sentence.requireWhole(id, plan.measures().selfAttention());
      sums.add(sentence);
    }

    private Counts counts() {
      Map<RejectReason, Long> reasons = output.reasons();
      long rejected = reasons.values().stream().mapToLong(Long::longValue).sum();
      return new Counts(read, read - rejected, 0, 0, reasons);
    }
  }
}
