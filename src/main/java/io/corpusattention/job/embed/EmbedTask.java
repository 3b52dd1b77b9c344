package io.corpusattention.job.embed;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextSchema;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.TableTask;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.ParquetTableFile;
import io.corpusattention.table.TableWrite;
import io.corpusattention.text.EmbeddedSentence;
import io.corpusattention.text.Embedder;
import io.corpusattention.text.Tokens;
import java.io.IOException;
import org.apache.spark.TaskContext;

/**
 * The work of embed on one partition: rows in; files of sentences and rejected records, and counts,
 * out.
 */
final class EmbedTask extends TableTask<RawRow, EmbedTally> {
  private static final long serialVersionUID = 1;

  private final Sent<SentenceCutter.Rules> rules;
  private final Sent<EmbedMethod> method;
  private final Progress.Counter done;

  EmbedTask(
      Sent<SentenceCutter.Rules> rules,
      Sent<EmbedMethod> method,
      TableWrite.Target target,
      RecordSettings records,
      Progress.Counter done) {
    super(target, EmbedJob.REJECTED, records.failOnBadRecord());
    this.rules = rules;
    this.method = method;
    this.done = done;
  }

  @Override
  protected Work<RawRow, EmbedTally> begin(TaskContext task, TaskOutput output) {
    return new Run(output);
  }

  private final class Run implements Work<RawRow, EmbedTally>, SentenceCutter.Sink {
    private final TaskOutput output;
    private final TextSchema schema = rules.value().schema();
    private final boolean documents = rules.value().language() != null;
    private final SentenceCutter cutter = new SentenceCutter(rules.value());
    private final Embedder embedder = method.value().newEmbedder();
    private final Kernel kernel = Kernels.told();
    private final FrequentWords unknownWords = new FrequentWords();
    private RawRow row;
    private long read;
    private long written;
    private long tokens;
    private long emptyLines;
    private long truncated;
    private long unknown;
    private long withUnknown;

    Run(TaskOutput output) {
      this.output = output;
    }

    @Override
    public void take(RawRow next) throws IOException {
      row = next;
      cutter.cut(next, this);
    }

    @Override
    public EmbedTally result(long commitNanos) {
      return new EmbedTally(
          new Counts(read, written, written, tokens, output.reasons()),
          emptyLines,
          truncated,
          unknown,
          withUnknown,
          unknownWords);
    }

    @Override
    public void sentence(Object id, String text, Tokens sentence) throws IOException {
      int count = sentence.tokens().length;
      if (count > EmbeddedSentence.mostTokens(embedder.width())) {
        reject(
            id,
            new Rejection(
                RejectReason.TOO_LONG,
                "embeddings of " + count + " tokens are more than an array holds; allow fewer"));
        return;
      }
      EmbeddedSentence embedded = embedder.embed(sentence);
      if (embedded.size() == 0) {
        output.setAside(
            id,
            new Rejection(
                RejectReason.EMPTY,
                "of its "
                    + count
                    + (count == 1 ? " word" : " words")
                    + " none has a vector, and unknown words are left out"));
        read++;
        return;
      }
      if (!kernel.allFinite(embedded.embeddings(), 0, embedded.embeddingsCount())) {
        reject(id, new Rejection(RejectReason.OVERFLOW, "an embedding is beyond float32"));
        return;
      }
      read++;
      write(id, sentence, embedded);
      count(sentence, embedded);
    }

    private void write(Object id, Tokens sentence, EmbeddedSentence embedded) throws IOException {
      int kept = schema.kept().size();
      Object[] record = new Object[4 + (documents ? 1 : 0) + kept];
      int at = 0;
      record[at++] = id;
      record[at++] = embedded.tokens();
      if (documents) {
        record[at++] = row.value(TextSchema.ID, schema.id().dataType());
      }
      for (int i = 0; i < kept; i++) {
        int ordinal = TextSchema.FIRST_KEPT + i;
        record[at++] = row.value(ordinal, schema.kept().get(i).dataType());
      }
      record[at++] = sentence.truncated();
      record[at++] = embedded.unknown().size();
      ParquetTableFile file = output.file(EmbedJob.TABLE);
      int list = 0;
      if (embedded.wordIds() != null) {
        file.list(list++).add(embedded.wordIds(), embedded.size());
      }
      file.list(list).add(embedded.embeddings(), embedded.embeddingsCount());
      file.endRow(RawRow.of(record));
    }

    private void count(Tokens sentence, EmbeddedSentence embedded) {
      written++;
      tokens += embedded.size();
      truncated += sentence.truncated() ? 1 : 0;
      unknown += embedded.unknown().size();
      withUnknown += embedded.unknown().isEmpty() ? 0 : 1;
      embedded.unknown().forEach(unknownWords::add);
      done.add(1, embedded.size());
    }

    @Override
    public void reject(Object id, Rejection rejection) throws IOException {
      output.reject(id, rejection);
      read++;
    }

    @Override
    public void emptyLine() {
      emptyLines++;
    }
  }
}
