package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusMeter;
import io.corpusattention.analysis.MeterSink;
import io.corpusattention.analysis.MeteredRow;
import io.corpusattention.analysis.NormMeter;
import io.corpusattention.analysis.SentenceSums;
import io.corpusattention.analysis.example.ExampleMeter;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.corpus.KilledTask;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Supplier;
import scala.Tuple2;

/**
 * Iterates over parts, each with the number of the task that it goes to. Holds at most the parts of
 * one record at a time.
 */
abstract class AnalyzeParts implements Iterator<Tuple2<Integer, AnalyzePart>>, MeterSink {
  private final int tasks;
  private final Queue<Tuple2<Integer, AnalyzePart>> ready = new ArrayDeque<>();
  private Supplier<AnalyzePart> last; // used after all records are measured
  private boolean ended;
  private long read;

  /**
   * @param tasks number of tasks that merge the parts
   */
  AnalyzeParts(int tasks) {
    this.tasks = tasks;
  }

  /** Measures the rows of sentences. */
  @FunctionalInterface
  interface Meter {
    /**
     * Measures a row.
     *
     * @param norms see {@link CorpusMeter#add}
     */
    void add(MeteredRow row, NormMeter norms);
  }

  /**
   * Returns the meter for the rows of this task.
   *
   * @param together whether all rows of a sentence are in sequence
   */
  Meter meter(Metering metering, boolean together) {
    if (metering.sought() != null) {
      ExampleMeter examples = new ExampleMeter(metering.plan(), metering.sought());
      last = () -> new AnalyzePart.Found(examples.end());
      return (row, norms) -> examples.add(row);
    }
    CorpusMeter corpus = new CorpusMeter(metering.plan(), together, metering.index(), tasks, this);
    last = () -> new AnalyzePart.Sums(corpus.end(), read);
    return corpus::add;
  }

  /** Converts a Spark id to the form that tables use to identify and sort sentences. */
  private static Object id(Object id) {
    return id == null || id instanceof Number ? id : id.toString();
  }

  /**
   * Converts the tile of a sentence to a row.
   *
   * @param layers the layers that are measured
   */
  static MeteredRow row(Object id, List<Integer> layers, AttentionTile tile, SentenceWords words) {
    return new MeteredRow(
        id(id),
        Math.max(0, layers.indexOf(tile.layer())), // a single layer counts as layer 0
        tile.attention(),
        tile.numTokens(),
        tile.queryStart(),
        tile.numQueries(),
        words.keys(),
        words.queries(),
        words.syntax());
  }

  /** Measures the next record. Returns false if there is none. */
  abstract boolean advance();

  void countRead() {
    read++;
  }

  void add(int task, AnalyzePart part) {
    ready.add(new Tuple2<>(task, part));
  }

  @Override
  public void part(Object id, SentenceSums sums) {
    add(Math.floorMod(Objects.hashCode(id), tasks), new AnalyzePart.Tile(id, sums));
  }

  @Override
  public void pairs(int task, long[] entries) {
    add(task, new AnalyzePart.Pairs(entries));
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      KilledTask.end();
      if (!advance()) {
        ended = true;
        add(0, last.get());
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public Tuple2<Integer, AnalyzePart> next() {
    return ready.remove();
  }
}
