package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusMeter;
import io.corpusattention.analysis.NormMeter;
import io.corpusattention.analysis.WordIndex;
import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.attention.TileSink;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.Rejection;
import io.corpusattention.corpus.SentenceDecoder;
import io.corpusattention.job.attend.AttendQueries;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.RejectedTableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.LongAccumulator;

/** Computes attention for a partition's sentences and measures it; nothing is stored between. */
final class SentenceMeasuring extends AnalyzeParts implements TileSink {
  private static final SentenceWords NO_WORDS = new SentenceWords(null, null);

  private final Plan plan;
  private final DataType idType;
  private final Iterator<InternalRow> rows;
  private final AttentionStep step;
  private final SentenceDecoder decoder;
  private final SentenceBatch batch;
  private final NormMeter norms; // null where lengths are not measured
  private final CorpusMeter meter;
  private final List<Object> ids = new ArrayList<>(); // of the batch's sentences
  private final List<SentenceWords> words = new ArrayList<>();
  private float[] values = {};
  private long batches;
  private boolean stopped;

  /**
   * What every task works with.
   *
   * @param positions whether to add sinusoidal positions to the sentences' embeddings
   * @param norms whether lengths are measured, too
   * @param output W_o, or null for none
   */
  record Plan(
      Broadcast<ProjectionWeights> weights,
      Broadcast<AttendQueries> queries,
      AttentionConfig config,
      boolean positions,
      CorpusSchema schema,
      CorpusRowWords words,
      Broadcast<WordIndex> index,
      int tasks,
      boolean norms,
      Broadcast<Matrix> output,
      boolean failOnBadRecord,
      LongAccumulator sentencesDone,
      LongAccumulator tokensDone)
      implements Serializable {}

  SentenceMeasuring(Plan plan, Iterator<InternalRow> rows) {
    super(plan.tasks());
    this.plan = plan;
    this.idType = plan.schema().id().dataType();
    this.rows = rows;
    Kernel kernel = Kernels.get();
    ProjectionWeights weights = plan.weights().value();
    AttendQueries queries = plan.queries().value();
    AttentionShape shape = AttentionShape.of(weights, plan.config(), queries.queries());
    boolean keyed = plan.config().alignment() instanceof Alignment.Sample;
    step = new AttentionStep(weights, plan.config(), queries.queries(), kernel);
    decoder = new SentenceDecoder(plan.schema(), shape, step, keyed, plan.positions(), kernel);
    batch = step.newBatch();
    Matrix output = plan.output() == null ? null : plan.output().value();
    norms =
        plan.norms()
            ? new NormMeter(shape.heads(), shape.kvHeads(), shape.valueWidth(), output, kernel)
            : null;
    meter =
        new CorpusMeter(
            shape.heads(), queries.self(), true, norms, plan.index().value(), plan.tasks(), this);
  }

  @Override
  CorpusMeter meter() {
    return meter;
  }

  @Override
  boolean advance() {
    if (stopped) {
      return false;
    }
    try {
      if (rows.hasNext()) {
        take(rows.next());
        return true;
      }
      flush();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(InternalRow row) throws IOException {
    countRead();
    Rejection rejection = decoder.inspect(row);
    if (rejection == null) {
      if (!decoder.fitsInto(batch)) {
        flush();
      }
      rejection = decoder.append(row, batch);
    }
    Object id = row.isNullAt(0) ? null : InternalRow.copyValue(row.get(0, idType));
    if (rejection == null) {
      ids.add(id);
      SentenceWords text = plan.words().of(row);
      words.add(text == null ? NO_WORDS : text);
    } else {
      reject(id, rejection);
    }
  }

  private void flush() throws IOException {
    if (batch.size() > 0) {
      step.run(batch, this);
      plan.sentencesDone().add(batch.size());
      plan.tokensDone().add(batch.tokens());
      batch.clear();
      ids.clear();
      words.clear();
      batches++;
    }
  }

  @Override
  public void accept(AttentionTile tile) {
    SentenceWords text = words.get(tile.sentence());
    if (norms != null && tile.queryStart() == 0) {
      values = step.values(values);
      norms.take(values, tile.numTokens());
    }
    meter.add(
        List.of(batches, tile.sentence()), // ids need not be unique here
        tile.attention(),
        tile.numTokens(),
        tile.queryStart(),
        tile.numQueries(),
        text.keys(),
        text.queries());
  }

  @Override
  public void reject(int sentence, RejectReason reason, String detail) {
    reject(ids.get(sentence), new Rejection(reason, detail));
  }

  private void reject(Object id, Rejection rejection) {
    add(0, new AnalyzePart.Rejected(RejectedTableSchema.row(id, rejection), id, rejection));
    stopped = stopped || plan.failOnBadRecord();
  }
}
