package io.corpusattention.job.analyze;

import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.Matrix;
import io.corpusattention.corpus.AttentionLoop;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/** Computes the attention of a partition's sentences and measures it without storing it. */
final class SentenceMeasuring extends AnalyzeParts
    implements BatchLoop.Sink<SentenceMeasuring.Sentence> {
  private final Plan plan;
  private final DataType idType;
  private final Iterator<RawRow> rows;
  private final AttentionLoop<Sentence> loop;
  private final List<Integer> layers;
  private final NormSource norms; // null if lengths are not measured
  private final Meter meter;
  private boolean stopped;

  /**
   * The data that every task works with.
   *
   * @param output W_o; null for none
   */
  record Plan(
      Sent<AttentionPlan> attention,
      CorpusRowWords words,
      Sent<Metering> metering,
      int tasks,
      Sent<Matrix> output,
      boolean failOnBadRecord,
      Progress.Counter done)
      implements Serializable {}

  /** The data held for a sentence until its tiles arrive. Ids need not be unique here. */
  record Sentence(Object id, SentenceWords words) {}

  SentenceMeasuring(Plan plan, Iterator<RawRow> rows) {
    super(plan.tasks());
    AttentionPlan attention = plan.attention().value();
    this.plan = plan;
    this.idType = attention.schema().id().dataType();
    this.rows = rows;
    this.loop = new AttentionLoop<>(attention, this);
    Metering metering = plan.metering().value();
    Matrix output = plan.output() == null ? null : plan.output().value();
    layers = metering.plan().layers();
    norms =
        metering.plan().norms()
            ? new NormSource(loop.step(), attention.stack(), attention.shape(), output)
            : null;
    meter = meter(metering, true);
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
      loop.flush();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(RawRow row) throws IOException {
    countRead();
    Object id = row.copied(0, idType);
    CorpusRowWords.Told told = plan.words().tell(row);
    SentenceWords words = told.words() == null ? SentenceWords.NONE : told.words();
    Sentence sentence = new Sentence(id, words);
    if (id == null || told.unfit() == null) {
      loop.take(row, sentence);
    } else {
      reject(sentence, told.unfit());
    }
  }

  @Override
  public void accept(Sentence sentence, AttentionTile tile) {
    meter.add(
        row(sentence.id(), layers, tile, sentence.words()), norms == null ? null : norms.of(tile));
  }

  @Override
  public void reject(Sentence sentence, Rejection rejection) {
    add(0, new AnalyzePart.Rejected(sentence.id(), rejection));
    stopped = stopped || plan.failOnBadRecord();
  }

  @Override
  public void batchDone(int done, long tokens) {
    plan.done().add(done, tokens);
  }
}
