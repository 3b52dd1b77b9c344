package io.corpusattention.job.attend;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.attention.TileSink;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.Rejection;
import io.corpusattention.corpus.SentenceDecoder;
import io.corpusattention.job.run.BadRecordException;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.TaskOutcome;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.TableWrite;
import io.corpusattention.table.TaskTables;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.LongAccumulator;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** The work of attend on one partition: rows in; attention and rejected files, and counts, out. */
final class AttendTask
    extends AbstractFunction2<TaskContext, Iterator<InternalRow>, TaskOutcome<AttendTally>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final Broadcast<ProjectionWeights> weights;
  private final Broadcast<AttendQueries> queries;
  private final AttentionConfig config;
  private final boolean positions;
  private final CorpusSchema schema;
  private final TableWrite.Target target;
  private final boolean failOnBadRecord;
  private final LongAccumulator sentencesDone;
  private final LongAccumulator tokensDone;

  /**
   * @param positions whether to add sinusoidal positions to the sentences' embeddings
   * @param sentencesDone for progress only: retries may count twice
   * @param tokensDone likewise
   */
  AttendTask(
      Broadcast<ProjectionWeights> weights,
      Broadcast<AttendQueries> queries,
      AttentionConfig config,
      boolean positions,
      CorpusSchema schema,
      TableWrite.Target target,
      OnBadRecord onBadRecord,
      LongAccumulator sentencesDone,
      LongAccumulator tokensDone) {
    this.weights = weights;
    this.queries = queries;
    this.config = config;
    this.positions = positions;
    this.schema = schema;
    this.target = target;
    this.failOnBadRecord = onBadRecord == OnBadRecord.FAIL;
    this.sentencesDone = sentencesDone;
    this.tokensDone = tokensDone;
  }

  @Override
  public TaskOutcome<AttendTally> apply(TaskContext task, Iterator<InternalRow> rows) {
    try {
      return new Run(task).run(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Run implements TileSink {
    private final TaskTables tables;
    private final StructType lists;
    private final AttentionStep step;
    private final SentenceDecoder decoder;
    private final SentenceBatch batch;
    private final ArrayData fixedQueryTokens; // null where there are none
    private final List<Object[]> carried = new ArrayList<>(); // a table record for each sentence
    private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    private long read;
    private long written;
    private long rowsWritten;
    private long tokens;
    private long computeNanos; // of which some are spent in writing
    private long writeNanos;

    Run(TaskContext task) throws IOException {
      Kernel kernel = Kernels.get();
      ProjectionWeights w = weights.value();
      AttendQueries q = queries.value();
      AttentionShape shape = AttentionShape.of(w, config, q.queries());
      boolean keyed = config.alignment() instanceof Alignment.Sample;
      step = new AttentionStep(w, config, q.queries(), kernel);
      decoder = new SentenceDecoder(schema, shape, step, keyed, positions, kernel);
      batch = step.newBatch();
      fixedQueryTokens = q.tokens() == null ? null : strings(q.tokens());
      tables = new TaskTables(target, task);
      lists = target.tables().get(AttendJob.TABLE).lists();
    }

    TaskOutcome<AttendTally> run(Iterator<InternalRow> rows) throws IOException {
      boolean committed = false;
      try {
        long start = System.nanoTime();
        while (rows.hasNext()) {
          take(rows.next());
        }
        flush();
        long readNanos = System.nanoTime() - start - computeNanos;
        long attentionNanos = computeNanos - step.projectionNanos() - writeNanos;
        long commitStart = System.nanoTime();
        TaskCommitMessage message = tables.commit();
        committed = true;
        writeNanos += System.nanoTime() - commitStart;
        StageTimes times =
            new StageTimes(readNanos, step.projectionNanos(), attentionNanos, writeNanos);
        return TaskOutcome.done(message, new AttendTally(counts(), times));
      } catch (BadRecordException bad) {
        return bad.outcome();
      } finally {
        if (!committed) {
          tables.abort();
        }
      }
    }

    private void take(InternalRow row) throws IOException {
      read++;
      Rejection rejection = decoder.inspect(row);
      if (rejection == null) {
        if (!decoder.fitsInto(batch)) {
          flush();
        }
        rejection = decoder.append(row, batch);
      }
      if (rejection == null) {
        carried.add(record(row));
      } else {
        reject(row.isNullAt(0) ? null : copied(row, 0, schema.id().dataType()), rejection);
      }
    }

    /** The row's part of a table record; num_tokens, query_start and num_queries are left open. */
    private Object[] record(InternalRow row) {
      int inserted = fixedQueryTokens == null ? 0 : 1;
      Object[] record = new Object[schema.embeddingsOrdinal() + inserted + 3];
      int at = 0;
      record[at++] = copied(row, 0, schema.id().dataType());
      if (schema.hasTokens()) {
        record[at++] = copied(row, schema.tokensOrdinal(), schema.sentence().tokens().dataType());
      }
      if (fixedQueryTokens != null) {
        record[at++] = fixedQueryTokens;
      } else if (schema.hasQueryTokens()) {
        int ordinal = schema.queryTokensOrdinal();
        record[at++] = copied(row, ordinal, schema.query().tokens().dataType());
      }
      for (int i = 0; i < schema.kept().size(); i++) {
        record[at++] = copied(row, schema.firstKept() + i, schema.kept().get(i).dataType());
      }
      return record;
    }

    private static ArrayData strings(List<String> words) {
      return new GenericArrayData(words.stream().map(UTF8String::fromString).toArray());
    }

    /** A value that outlives its row, whose memory Spark uses again. */
    private static Object copied(InternalRow row, int ordinal, DataType type) {
      return row.isNullAt(ordinal) ? null : InternalRow.copyValue(row.get(ordinal, type));
    }

    private void flush() throws IOException {
      if (batch.size() > 0) {
        long start = System.nanoTime();
        step.run(batch, this);
        computeNanos += System.nanoTime() - start;
        sentencesDone.add(batch.size());
        tokensDone.add(batch.tokens());
        batch.clear();
        carried.clear();
      }
    }

    @Override
    public void accept(AttentionTile tile) throws IOException {
      Object[] record = carried.get(tile.sentence());
      record[record.length - 3] = tile.numTokens();
      record[record.length - 2] = tile.queryStart();
      record[record.length - 1] = tile.numQueries();
      long start = System.nanoTime();
      AttentionTableSchema.write(
          tables.file(AttendJob.TABLE), lists, new GenericInternalRow(record), tile);
      writeNanos += System.nanoTime() - start;
      rowsWritten++;
      if (tile.queryStart() == 0) {
        written++;
        tokens += tile.numTokens();
      }
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) throws IOException {
      reject(carried.get(sentence)[0], new Rejection(reason, detail));
    }

    private void reject(Object id, Rejection rejection) throws IOException {
      if (failOnBadRecord) {
        throw new BadRecordException(id, rejection);
      }
      tables.file(AttendJob.REJECTED).endRow(RejectedTableSchema.row(id, rejection));
      reasons.merge(rejection.reason(), 1L, Long::sum);
    }

    private Counts counts() {
      return new Counts(read, written, rowsWritten, tokens, reasons);
    }
  }
}
