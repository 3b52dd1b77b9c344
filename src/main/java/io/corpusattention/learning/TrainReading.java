package io.corpusattention.learning;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.SentenceReader;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.math.Kernels;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.types.DataType;

/**
 * Reads one partition's rows as sentences to learn from.
 *
 * @param width d_model
 * @param maxTokens longer sentences are rejected
 * @param labelled whether the first kept column holds each sentence's class
 */
public record TrainReading(CorpusSchema schema, int width, int maxTokens, boolean labelled)
    implements FlatMapFunction<Iterator<RawRow>, TrainingRecord>, Serializable {
  /** Floats of an array of all heads of a sentence, which is held whole while it is learnt from. */
  private static final long ATTENTION_FLOATS = 1L << 27;

  /** The longest sentence that a layer learns from. */
  public static int mostTokens(AttentionShape shape) {
    long most = (long) Math.sqrt(ATTENTION_FLOATS / (double) shape.heads());
    return (int) Math.min(most, ATTENTION_FLOATS / shape.heads() / shape.modelWidth());
  }

  @Override
  public Iterator<TrainingRecord> call(Iterator<RawRow> rows) {
    SentenceReader reader = new SentenceReader(schema, width, maxTokens, Kernels.get());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public TrainingRecord next() {
        return read(rows.next(), reader);
      }
    };
  }

  private TrainingRecord read(RawRow row, SentenceReader reader) {
    Rejection rejection = reader.inspect(row);
    if (rejection == null && labelled && row.isNull(schema.firstKept())) {
      String column = schema.kept().get(0).name();
      rejection = new Rejection(RejectReason.NULL_LABEL, "column " + column + " is null");
    }
    if (rejection == null) {
      rejection = reader.read(row);
    }
    if (rejection != null) {
      DataType type = schema.id().dataType();
      Object id = row.copied(0, type);
      return TrainingRecord.rejected(id, rejection);
    }
    return TrainingRecord.fit(
        new TrainingSentence(
            reader.key(row), reader.tokens(), reader.embeddings(), labelled ? label(row) : null));
  }

  private String label(RawRow row) {
    int ordinal = schema.firstKept();
    return row.value(ordinal, schema.kept().get(0).dataType()).toString();
  }
}
