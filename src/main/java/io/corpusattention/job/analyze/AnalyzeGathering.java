package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusSums;
import io.corpusattention.analysis.PairSums;
import io.corpusattention.analysis.SentenceSums;
import io.corpusattention.analysis.WordFindings;
import io.corpusattention.analysis.WordIndex;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.BadRecordException;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.TaskOutcome;
import io.corpusattention.table.TableWrite;
import io.corpusattention.table.TaskTables;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * Puts parts together: those of a sentence, those of a pair of words. Rejected records are written
 * as they come; the rest is returned.
 */
final class AnalyzeGathering
    extends AbstractFunction2<
        TaskContext, Iterator<Tuple2<Integer, AnalyzePart>>, TaskOutcome<AnalyzeOutcome>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final int rows;
  private final int heads;
  private final boolean selfAttention;
  private final Broadcast<WordIndex> index;
  private final long minCount;
  private final int top;
  private final TableWrite.Target target;
  private final boolean failOnBadRecord;

  /**
   * @param rows kinds of distributions that were measured
   */
  AnalyzeGathering(
      int rows,
      int heads,
      boolean selfAttention,
      Broadcast<WordIndex> index,
      long minCount,
      int top,
      TableWrite.Target target,
      boolean failOnBadRecord) {
    this.rows = rows;
    this.heads = heads;
    this.selfAttention = selfAttention;
    this.index = index;
    this.minCount = minCount;
    this.top = top;
    this.target = target;
    this.failOnBadRecord = failOnBadRecord;
  }

  @Override
  public TaskOutcome<AnalyzeOutcome> apply(
      TaskContext task, Iterator<Tuple2<Integer, AnalyzePart>> parts) {
    try {
      return new Run(task).run(parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Run {
    private final TaskTables tables;
    private final CorpusSums sums = new CorpusSums(rows, heads);
    private final Map<Object, SentenceSums> sentences = new HashMap<>();
    private final PairSums pairs = new PairSums(2);
    private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    private long read;

    Run(TaskContext task) throws IOException {
      tables = new TaskTables(target, task, false);
    }

    TaskOutcome<AnalyzeOutcome> run(Iterator<Tuple2<Integer, AnalyzePart>> parts)
        throws IOException {
      boolean committed = false;
      try {
        while (parts.hasNext()) {
          take(parts.next()._2());
        }
        sentences.forEach(this::addWhole);
        WordFindings words = WordFindings.of(pairs, index.value(), minCount, top);
        TaskCommitMessage message = tables.commit();
        committed = true;
        return TaskOutcome.done(message, new AnalyzeOutcome(sums, words, counts()));
      } catch (BadRecordException bad) {
        return bad.outcome();
      } finally {
        if (!committed) {
          tables.abort();
        }
      }
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
        if (failOnBadRecord) {
          throw new BadRecordException(bad.id(), bad.rejection());
        }
        tables.file(AnalyzeTables.REJECTED).endRow(bad.row());
        reasons.merge(bad.rejection().reason(), 1L, Long::sum);
      }
    }

    private void addWhole(Object id, SentenceSums sentence) {
      String flaw = sentence.flaw(selfAttention);
      if (flaw != null) {
        throw Setting.INPUT
            .given()
            .bad(
                "sentence " + id + " of the table: " + flaw + "; ids must be unique in all that ",
                Setting.INPUT,
                " names, and no rows may be missing");
      }
      sums.add(sentence);
    }

    private Counts counts() {
      long rejected = reasons.values().stream().mapToLong(Long::longValue).sum();
      return new Counts(read, read - rejected, 0, 0, reasons);
    }
  }
}
