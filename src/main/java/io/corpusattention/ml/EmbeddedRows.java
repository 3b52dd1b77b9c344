package io.corpusattention.ml;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.text.TextDecoder;
import io.corpusattention.corpus.text.TextSchema;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import io.corpusattention.text.EmbeddedSentence;
import io.corpusattention.text.Tokens;
import io.corpusattention.text.UnknownWords;
import io.corpusattention.text.WordVectorEmbedder;
import io.corpusattention.text.WordVectors;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.lang3.stream.Streams;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Embeds the tokens of a partition's rows.
 *
 * @param tokensColumn position of the tokens column
 * @param embeddedTokens whether to add the tokens that have embeddings, too
 */
record EmbeddedRows(
    Broadcast<WordVectors> vectors,
    String unknown,
    boolean positions,
    InvalidRows invalid,
    int tokensColumn,
    boolean embeddedTokens,
    StructType input,
    StructType output)
    implements RowMapping.Work {
  @Override
  public Iterator<RawRow> map(Iterator<RawRow> rows) {
    Partition partition = new Partition();
    return Streams.of(rows).map(partition::embed).filter(Objects::nonNull).iterator();
  }

  private final class Partition {
    private final Kernel kernel = Kernels.told();
    private final WordVectorEmbedder embedder =
        new WordVectorEmbedder(
            vectors.value(), UnknownWords.valueOf(unknown.toUpperCase(Locale.ROOT)), positions);
    private final TextDecoder decoder =
        new TextDecoder(
            new TextSchema(
                DataTypes.createStructField("id", DataTypes.LongType, false),
                input.fields()[tokensColumn],
                List.of()));
    private long read;

    /** Returns a row with its embeddings, or null if the row is left out. */
    private RawRow embed(RawRow row) {
      AddedRow added = AddedRow.of(row, input, output, read++);
      Object tokens = row.value(tokensColumn, input.fields()[tokensColumn].dataType());
      Rejection rejection = decoder.decode(RawRow.of(0L, tokens));
      if (rejection == null) {
        rejection = embed(decoder.tokens(), added.values());
      }
      boolean stays = rejection == null || invalid.keep(added.name(-1, input), rejection);
      return stays ? added.row() : null;
    }

    /** Puts embeddings into a row. Returns null, or the reason why the row has none. */
    private Rejection embed(List<String> tokens, Object[] row) {
      int n = tokens.size();
      if (n == 0) {
        return new Rejection(RejectReason.EMPTY, "there are no tokens");
      }
      if (n > EmbeddedSentence.mostTokens(embedder.width())) {
        return new Rejection(
            RejectReason.TOO_LONG, "embeddings of " + n + " tokens are more than an array holds");
      }
      EmbeddedSentence embedded = embedder.embed(Tokens.words(tokens, n));
      if (embedded.size() == 0) {
        return new Rejection(
            RejectReason.EMPTY,
            "none of its tokens has a vector, and unknown \"drop\" leaves such tokens out");
      }
      if (!kernel.allFinite(embedded.embeddings(), 0, embedded.embeddingsCount())) {
        return new Rejection(RejectReason.OVERFLOW, "an embedding is beyond float32");
      }
      row[input.length()] = RawRow.list(embedded.embeddings(), embedded.embeddingsCount());
      if (embeddedTokens) {
        row[input.length() + 1] = embedded.tokens();
      }
      return null;
    }
  }
}
