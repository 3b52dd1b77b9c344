package io.corpusattention.learning;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.row.EmbeddingsCheck;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.math.Kernels;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.commons.lang3.stream.Streams;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Reads the rows of a partition as training sentences.
 *
 * @param width d_model
 * @param maxTokens the maximum number of tokens; longer sentences are rejected
 * @param labelled whether the first kept column holds the class of each sentence
 */
public record TrainReading(CorpusSchema schema, int width, int maxTokens, boolean labelled)
    implements FlatMapFunction<Iterator<RawRow>, TrainingRecord>, Serializable {
  /**
   * The maximum number of floats of an array for all heads of a sentence. Training holds a sentence
   * in memory as a whole.
   */
  private static final long ATTENTION_FLOATS = 1L << 27;

  /** Returns the maximum number of tokens of a training sentence for a layer. */
  public static int mostTokens(AttentionShape shape) {
    long most = (long) Math.sqrt(ATTENTION_FLOATS / (double) shape.heads());
    return (int) Math.min(most, ATTENTION_FLOATS / shape.heads() / shape.modelWidth());
  }

  @Override
  public Iterator<TrainingRecord> call(Iterator<RawRow> rows) {
    EmbeddingsCheck decoder =
        new EmbeddingsCheck(
            schema.sentence(),
            schema.tokensOrdinal(),
            schema.embeddingsOrdinal(),
            width,
            maxTokens,
            Kernels.get());
    return Streams.of(rows).map(row -> read(row, decoder)).iterator();
  }

  private TrainingRecord read(RawRow row, EmbeddingsCheck decoder) {
    Rejection rejection = schema.inspectId(row);
    if (rejection == null) {
      rejection = decoder.inspect(row);
    }
    if (rejection == null && labelled && row.isNull(schema.firstKept())) {
      String column = schema.kept().get(0).name();
      rejection = new Rejection(RejectReason.NULL_LABEL, "column " + column + " is null");
    }
    float[] embeddings = {};
    if (rejection == null) {
      embeddings = new float[Math.multiplyExact(decoder.tokens(), width)];
      rejection = decoder.copy(row, embeddings, 0);
    }
    return rejection != null
        ? TrainingRecord.rejected(row.copied(0, schema.id().dataType()), rejection)
        : TrainingRecord.fit(
            new TrainingSentence(
                schema.key(row), decoder.tokens(), embeddings, labelled ? label(row) : null));
  }

  private String label(RawRow row) {
    int ordinal = schema.firstKept();
    return row.value(ordinal, schema.kept().get(0).dataType()).toString();
  }
}
