package io.corpusattention.job.attend;

import io.corpusattention.corpus.AttentionLoop;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.TableTask;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The work of attend on one partition of embedded sentences: rows in; files of attention, hidden
 * states and rejected records, and counts, out.
 */
final class AttendTask extends TableTask<RawRow, AttendTally> {
  private static final long serialVersionUID = 1;

  private static final DataType STRINGS = DataTypes.createArrayType(DataTypes.StringType, false);

  private final Sent<AttentionPlan> plan;
  private final TileOutput.Form form;
  private final Progress.Counter done;

  AttendTask(
      Sent<AttentionPlan> plan,
      TileOutput.Form form,
      TableWrite.Target target,
      RecordSettings records,
      Progress.Counter done) {
    super(target, form.rejectedTable(), records.failOnBadRecord());
    this.plan = plan;
    this.form = form;
    this.done = done;
  }

  /** Runs the single action: one task for each partition. Returns the sum of their tallies. */
  static AttendTally run(
      SparkSession spark,
      AttentionInput input,
      TileOutput.Form form,
      JobRun.Tasks tasks,
      RecordSettings records,
      Progress.Display display) {
    Corpus corpus = input.corpus();
    try (Sent<AttentionPlan> plan = Sent.of(spark, input.plan())) {
      return Progress.during(
          spark,
          corpus.files().records(),
          display,
          done ->
              ReaderBatch.during(
                  spark,
                  corpus.files(),
                  () ->
                      tasks
                          .run(
                              corpus::rows,
                              corpus.source(),
                              target -> new AttendTask(plan, form, target, records, done))
                          .stream()
                          .reduce(AttendTally.ZERO, AttendTally::plus)));
    }
  }

  @Override
  protected Work<RawRow, AttendTally> begin(TaskContext task, TaskOutput output)
      throws IOException {
    return new Run(TileOutput.of(form, task, output, done));
  }

  private final class Run implements Work<RawRow, AttendTally> {
    private final TileOutput output;
    private final CorpusSchema schema = plan.value().schema();
    private final AttentionLoop<Object[]> loop;
    private final Object fixedQueryTokens; // as a row holds them; null if there are none

    Run(TileOutput output) {
      this.output = output;
      this.loop = new AttentionLoop<>(plan.value(), output);
      // Converted once here instead of for each row.
      List<String> words = plan.value().queryTokens();
      this.fixedQueryTokens = words == null ? null : RawRow.of(words).value(0, STRINGS);
    }

    @Override
    public void take(RawRow row) throws IOException {
      output.read();
      loop.take(row, record(row));
    }

    /** Returns the part of a table record that comes from the row. */
    private Object[] record(RawRow row) {
      int inserted = fixedQueryTokens == null ? 0 : 1;
      Object[] record = new Object[schema.embeddingsOrdinal() + inserted + form.open()];
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
    public void flush() throws IOException {
      loop.flush();
      output.end(loop.computeNanos(), loop.projectionNanos());
    }

    @Override
    public AttendTally result(long commitNanos) {
      return output.tally(0, 0, commitNanos);
    }
  }
}
