package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusMeter;
import io.corpusattention.analysis.MeterSink;
import io.corpusattention.analysis.SentenceSums;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Queue;
import scala.Tuple2;

/**
 * Parts as they come, each with the number of the task that it goes to: a task never holds more of
 * them than one record gives rise to.
 */
abstract class AnalyzeParts implements Iterator<Tuple2<Integer, AnalyzePart>>, MeterSink {
  private final int tasks;
  private final Queue<Tuple2<Integer, AnalyzePart>> ready = new ArrayDeque<>();
  private boolean ended;
  private long read;

  /**
   * @param tasks that put the parts together
   */
  AnalyzeParts(int tasks) {
    this.tasks = tasks;
  }

  /** Measures the next record, if there is one. */
  abstract boolean advance();

  /** Where the records are measured. */
  abstract CorpusMeter meter();

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
      if (!advance()) {
        ended = true;
        add(0, new AnalyzePart.Sums(meter().end(), read));
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public Tuple2<Integer, AnalyzePart> next() {
    return ready.remove();
  }
}
