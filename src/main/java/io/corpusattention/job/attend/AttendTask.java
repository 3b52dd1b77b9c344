package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionTile;
import io.corpusattention.corpus.AttentionLoop;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.TableTask;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.ParquetTableFile;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The work of attend on one partition: rows in; attention and rejected files, and counts, out. */
final class AttendTask extends TableTask<RawRow, AttendTally> {
  private static final long serialVersionUID = 1;

  private static final DataType STRINGS = DataTypes.createArrayType(DataTypes.StringType, false);

  private final Broadcast<AttentionPlan> plan;
  private final StructType lists;
  private final Progress.Counter done;

  AttendTask(
      Broadcast<AttentionPlan> plan,
      TableWrite.Target target,
      RecordSettings records,
      Progress.Counter done) {
    super(target, AttendJob.REJECTED, records.failOnBadRecord());
    this.plan = plan;
    this.lists = target.tables().get(AttendJob.TABLE).lists();
    this.done = done;
  }

  @Override
  protected Work<RawRow, AttendTally> begin(TaskContext task, TaskOutput output) {
    return new Run(output);
  }

  private final class Run implements Work<RawRow, AttendTally>, BatchLoop.Sink<Object[]> {
    private final TaskOutput output;
    private final CorpusSchema schema = plan.value().schema();
    private final AttentionLoop<Object[]> loop = new AttentionLoop<>(plan.value(), this);
    private final Object fixedQueryTokens; // as a row holds them; null where there are none
    private final long start = System.nanoTime();
    private long read;
    private long written;
    private long rowsWritten;
    private long tokens;
    private long readNanos;
    private long writeNanos;

    Run(TaskOutput output) {
      this.output = output;
      // Once for all rows, which would each convert them.
      List<String> words = plan.value().queryTokens();
      this.fixedQueryTokens = words == null ? null : RawRow.of(words).value(0, STRINGS);
    }

    @Override
    public void take(RawRow row) throws IOException {
      read++;
      loop.take(row, record(row));
    }

    /** The row's part of a table record; num_tokens, query_start and num_queries are left open. */
    private Object[] record(RawRow row) {
      int inserted = fixedQueryTokens == null ? 0 : 1;
      Object[] record = new Object[schema.embeddingsOrdinal() + inserted + 3];
      int at = 0;
      record[at++] = row.copied(0, schema.id().dataType());
      if (schema.hasTokens()) {
        record[at++] = row.copied(schema.tokensOrdinal(), schema.sentence().tokens().dataType());
      }
      if (fixedQueryTokens != null) {
        record[at++] = fixedQueryTokens;
      } else if (schema.hasQueryTokens()) {
        int ordinal = schema.queryTokensOrdinal();
        record[at++] = row.copied(ordinal, schema.query().tokens().dataType());
      }
      for (int i = 0; i < schema.kept().size(); i++) {
        record[at++] = row.copied(schema.firstKept() + i, schema.kept().get(i).dataType());
      }
      return record;
    }

    @Override
    public void accept(Object[] record, AttentionTile tile) throws IOException {
      record[record.length - 3] = tile.numTokens();
      record[record.length - 2] = tile.queryStart();
      record[record.length - 1] = tile.numQueries();
      long start = System.nanoTime();
      ParquetTableFile file = output.file(AttendJob.TABLE);
      AttentionTableSchema.write(file, lists, RawRow.of(record), tile);
      writeNanos += System.nanoTime() - start;
      rowsWritten++;
      if (tile.queryStart() == 0) {
        written++;
        tokens += tile.numTokens();
      }
    }

    @Override
    public void reject(Object[] record, Rejection rejection) throws IOException {
      output.reject(record[0], rejection);
    }

    @Override
    public void batchDone(int sentences, long batchTokens) {
      done.add(sentences, batchTokens);
    }

    @Override
    public void flush() throws IOException {
      loop.flush();
      readNanos = System.nanoTime() - start - loop.computeNanos();
    }

    @Override
    public AttendTally result(long commitNanos) {
      long attentionNanos = loop.computeNanos() - loop.projectionNanos() - writeNanos;
      return new AttendTally(
          new Counts(read, written, rowsWritten, tokens, output.reasons()),
          new StageTimes(
              readNanos, loop.projectionNanos(), attentionNanos, writeNanos + commitNanos),
          new TreeSet<>(Set.of(Kernels.get().name())));
    }
  }
}
