package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.Queries;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextLoop;
import io.corpusattention.corpus.text.TextSchema;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.TableTask;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.table.TableWrite;
import io.corpusattention.text.Tokens;
import io.corpusattention.weights.EmbeddingLayer;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The work of attend on one partition of a text. Cuts records into sentences, embeds them, and
 * computes the layers without storing anything in between. Output: files of attention, hidden
 * states and rejected records, and counts.
 */
public final class TextTask extends TableTask<RawRow, AttendTally> {
  private static final long serialVersionUID = 1;

  private static final DataType STRINGS = DataTypes.createArrayType(DataTypes.StringType, false);

  /**
   * Everything needed to compute the attention of a model over text. Every task uses the same plan.
   *
   * @param rules the rules that cut text into sentences and tokens
   * @param embeddings the layer that converts tokens to the input of the first layer
   * @param stack the layers
   * @param config the heads and the attention pattern of each layer, and which output is kept
   */
  public record Plan(
      SentenceCutter.Rules rules,
      EmbeddingLayer embeddings,
      EncoderStack stack,
      AttentionConfig config)
      implements Serializable {
    /** Returns the heads and the widths of each layer. */
    public AttentionShape shape() {
      return AttentionShape.of(stack.first(), config, new Queries.Self());
    }

    /** Returns a copy whose layers also expose their values and inputs. */
    public Plan opened() {
      return new Plan(rules, embeddings, stack.opened(), config);
    }
  }

  private final Sent<Plan> plan;
  private final TileOutput.Form form;
  private final Progress.Counter done;

  TextTask(
      Sent<Plan> plan,
      TileOutput.Form form,
      TableWrite.Target target,
      RecordSettings records,
      Progress.Counter done) {
    super(target, form.rejectedTable(), records.failOnBadRecord());
    this.plan = plan;
    this.form = form;
    this.done = done;
  }

  @Override
  protected Work<RawRow, AttendTally> begin(TaskContext task, TaskOutput output)
      throws IOException {
    return new Run(TileOutput.of(form, task, output, done));
  }

  /** A sentence that is being computed. */
  private record Sentence(Object[] record, int unknown) {}

  private final class Run implements Work<RawRow, AttendTally>, SentenceCutter.Sink {
    private final TileOutput output;
    private final TextSchema schema = plan.value().rules().schema();
    private final boolean documents = plan.value().rules().language() != null;
    private final SentenceCutter cutter = new SentenceCutter(plan.value().rules());
    private final TextLoop<Sentence> loop;
    private RawRow row;
    private long emptyLines;
    private long unknown;

    Run(TileOutput output) {
      this.output = output;
      Plan all = plan.value();
      this.loop = new TextLoop<>(all.embeddings(), all.stack(), all.config(), new Tiles());
    }

    @Override
    public void take(RawRow next) throws IOException {
      row = next;
      cutter.cut(next, this);
    }

    @Override
    public void sentence(Object id, String text, Tokens sentence) throws IOException {
      Rejection rejection = loop.embed(sentence);
      if (rejection != null) {
        reject(id, rejection);
        return;
      }
      output.read();
      loop.add(new Sentence(record(id, sentence), sentence.unknown().size()));
    }

    /** Writes the tiles and counts the unknown tokens of the sentences that are written. */
    private final class Tiles implements BatchLoop.Sink<Sentence> {
      @Override
      public void accept(Sentence sentence, AttentionTile tile) throws IOException {
        long before = output.written();
        output.accept(sentence.record(), tile);
        count(sentence, before);
      }

      @Override
      public void hidden(Sentence sentence, int tokens, float[] values, int count)
          throws IOException {
        long before = output.written();
        output.hidden(sentence.record(), tokens, values, count);
        count(sentence, before);
      }

      private void count(Sentence sentence, long before) {
        unknown += output.written() > before ? sentence.unknown() : 0;
      }

      @Override
      public void reject(Sentence sentence, Rejection rejection) throws IOException {
        output.reject(sentence.record(), rejection);
      }

      @Override
      public void batchDone(int sentences, long tokens) {
        output.batchDone(sentences, tokens);
      }
    }

    /** Returns the part of a table record that comes from the sentence. */
    private Object[] record(Object id, Tokens sentence) {
      int kept = schema.kept().size();
      Object[] record = new Object[4 + (documents ? 1 : 0) + kept + form.open()];
      int at = 0;
      record[at++] = id;
      // Converted once for the rows of all layers.
      record[at++] = RawRow.of(Arrays.asList(sentence.tokens())).value(0, STRINGS);
      for (int i = 0; i < kept; i++) {
        record[at++] = row.copied(TextSchema.FIRST_KEPT + i, schema.kept().get(i).dataType());
      }
      if (documents) {
        record[at++] = row.copied(TextSchema.ID, schema.id().dataType());
      }
      int[] wordIds = sentence.wordIds();
      record[at++] = RawRow.list(wordIds, wordIds.length);
      record[at] = sentence.truncated();
      return record;
    }

    @Override
    public void reject(Object id, Rejection rejection) throws IOException {
      output.read();
      output.rejectId(id, rejection);
    }

    @Override
    public void emptyLine() {
      emptyLines++;
    }

    @Override
    public void flush() throws IOException {
      loop.flush();
      output.end(loop.computeNanos(), loop.projectionNanos());
    }

    @Override
    public AttendTally result(long commitNanos) {
      return output.tally(emptyLines, unknown, commitNanos);
    }
  }
}
