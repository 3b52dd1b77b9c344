package io.corpusattention.job.analyze;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.row.SyntaxColumns;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextLoop;
import io.corpusattention.corpus.text.TextSchema;
import io.corpusattention.job.attend.TextTask;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.text.Tokens;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/**
 * Cuts a partition's text into sentences, computes the attention of a whole model for them, and
 * measures it without storing it.
 */
final class TextMeasuring extends AnalyzeParts implements SentenceCutter.Sink {
  /** The data that every task works with. */
  record Plan(
      Sent<TextTask.Plan> text,
      Sent<Metering> metering,
      int tasks,
      boolean failOnBadRecord,
      Progress.Counter done)
      implements Serializable {}

  /** The data held for a sentence until its tiles arrive. Ids need not be unique here. */
  record Sentence(Object id, SentenceWords words) {}

  private final Plan plan;
  private final List<Integer> layers;
  private final Iterator<RawRow> rows;
  private final SentenceCutter cutter;
  private final TextLoop<Sentence> loop;
  private final NormSource norms; // null if lengths are not measured
  private final Meter meter;
  private final int headsAt; // -1 for none
  private final int relationsAt;
  private final boolean wideHeads;
  private RawRow row;
  private boolean stopped;

  TextMeasuring(Plan plan, Iterator<RawRow> rows) {
    super(plan.tasks());
    this.plan = plan;
    this.rows = rows;
    TextTask.Plan text = plan.text().value();
    Metering metering = plan.metering().value();
    TextSchema schema = text.rules().schema();
    headsAt = schema.keptOrdinal(SyntaxColumns.HEADS, SyntaxColumns::areHeads);
    relationsAt = schema.keptOrdinal(SyntaxColumns.RELATIONS, SyntaxColumns::areRelations);
    wideHeads =
        headsAt >= 0
            && WordIds.areWide(schema.kept().get(headsAt - TextSchema.FIRST_KEPT).dataType());
    layers = metering.plan().layers();
    cutter = new SentenceCutter(text.rules());
    loop = new TextLoop<>(text.embeddings(), text.stack(), text.config(), new Tiles());
    norms =
        metering.plan().norms()
            ? new NormSource(loop.step(), text.stack(), text.shape(), null)
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
        row = rows.next();
        cutter.cut(row, this);
        return true;
      }
      loop.flush();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void sentence(Object id, String text, Tokens tokens) throws IOException {
    Rejection rejection = loop.embed(tokens);
    if (rejection == null) {
      rejection = SyntaxColumns.unfit(heads(), relations());
    }
    if (rejection != null) {
      reject(id, rejection);
      return;
    }
    countRead();
    Words words = Words.of(tokens.tokens(), tokens.wordIds());
    Syntax syntax = SyntaxColumns.of(heads(), relations(), tokens.truncated());
    loop.add(new Sentence(id, new SentenceWords(words, words, syntax)));
  }

  private Object heads() {
    return headsAt < 0 ? null : row.integers(headsAt, wideHeads);
  }

  private String[] relations() {
    return relationsAt < 0 ? null : row.strings(relationsAt);
  }

  @Override
  public void reject(Object id, Rejection rejection) {
    countRead();
    setAside(id, rejection);
  }

  @Override
  public void emptyLine() {
    // An empty line is not a sentence and not an error.
  }

  private void setAside(Object id, Rejection rejection) {
    add(0, new AnalyzePart.Rejected(id, rejection));
    stopped = stopped || plan.failOnBadRecord();
  }

  /** Measures the tiles of the sentences. */
  private final class Tiles implements BatchLoop.Sink<Sentence> {
    @Override
    public void accept(Sentence sentence, AttentionTile tile) {
      meter.add(
          row(sentence.id(), layers, tile, sentence.words()),
          norms == null ? null : norms.of(tile));
    }

    @Override
    public void reject(Sentence sentence, Rejection rejection) {
      setAside(sentence.id(), rejection);
    }

    @Override
    public void batchDone(int done, long tokens) {
      plan.done().add(done, tokens);
    }
  }
}
