package io.corpusattention.ml;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.ColumnRole;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.row.EmbeddingsLayout;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.TokenColumns;
import io.corpusattention.encoder.EncoderStack;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The plan for the rows of a table: settings and columns, checked against each other and against
 * the weights.
 *
 * @param attention how to compute attention for the rows that {@link #corpusRow} returns
 * @param idColumn position of the id column in the table, or -1 if there is none; the same for the
 *     next two
 * @param input the table's columns
 * @param output the table's columns and the added ones
 */
record RowPlan(
    AttentionPlan attention,
    InvalidRows invalid,
    int idColumn,
    int tokensColumn,
    int embeddingsColumn,
    StructType input,
    AddedColumns added,
    StructType output)
    implements Serializable {
  /**
   * Checks Params against the columns and the weights, and returns the plan.
   *
   * @throws IllegalArgumentException if a Param is invalid or does not fit the columns or the
   *     weights
   */
  static RowPlan of(AttentionParams<?> params, ProjectionWeights weights, StructType input) {
    return ParamCheck.checked(() -> plan(params, weights, input));
  }

  private static RowPlan plan(
      AttentionParams<?> params, ProjectionWeights weights, StructType input) {
    if (!params.isDefined(params.heads())) {
      throw Setting.HEADS
          .given()
          .bad(
              "the weights in "
                  + weights.source()
                  + " are a model's, and no config.json next to them says how many heads it has;"
                  + " set ",
              Setting.HEADS);
    }
    AttentionConfig config = config(params);
    AttentionShape shape = AttentionShape.of(weights, config, new Queries.Self());
    requireKey(config.alignment(), params.getIdCol());
    InputColumns columns = new InputColumns(input);
    int id = columns.findIfNamed(ColumnRole.ID, "idCol", params.getIdCol());
    int tokens = columns.findIfNamed(ColumnRole.TOKENS, "tokensCol", params.getTokensCol());
    int embeddings = columns.find(ColumnRole.EMBEDDINGS, "inputCol", params.getInputCol());
    InvalidRows invalid = new InvalidRows(params.getHandleInvalid());
    AddedColumns added = added(params, shape.contextWidth());
    AttentionPlan attention =
        new AttentionPlan(
            EncoderStack.of(weights),
            config,
            new Queries.Self(),
            null,
            params.getPositions().equals("sinusoidal"),
            false,
            corpus(input, id, tokens, embeddings));
    return new RowPlan(
        attention,
        invalid,
        id,
        tokens,
        embeddings,
        input,
        added,
        columns.with(added.fields(invalid.kept())));
  }

  /** Rejects random draws if there is no id column. */
  static void requireKey(Alignment alignment, String idCol) {
    if (alignment instanceof Alignment.Sample && idCol.isEmpty()) {
      throw Setting.ALIGNMENT
          .of(alignment)
          .bad("draws are keyed by a row's id; set ", Setting.ID_COLUMN);
    }
  }

  /** Returns the columns to add, as the Params name them. */
  static AddedColumns added(AttentionParams<?> params, int contextWidth) {
    return new AddedColumns(
        params.getAttentionCol(),
        output(params),
        params.getContextCol(),
        params.getPooledCol(),
        params.getAttentionReceivedCol(),
        contextWidth);
  }

  private static AttentionOutput output(AttentionParams<?> params) {
    return params.getAttentionCol().isEmpty()
        ? new AttentionOutput.None()
        : AttentionOutput.of(params.getAttention());
  }

  private static AttentionConfig config(AttentionParams<?> params) {
    Alignment alignment = Alignment.of(params.getAlignment());
    return new AttentionConfig(
        params.getHeads(),
        params.getKvHeads(),
        Mask.of(params.getMask()),
        params.getScale(),
        params.getTemperature(),
        alignment instanceof Alignment.Sample
            ? new Alignment.Sample(params.getSeed(), params.getDraws())
            : alignment,
        output(params),
        params.getContextCol().isEmpty() && params.getPooledCol().isEmpty()
            ? ContextOutput.NONE
            : ContextOutput.TOKENS,
        params.getMaxRowBytes());
  }

  private static CorpusSchema corpus(StructType input, int id, int tokens, int embeddings) {
    StructField[] fields = input.fields();
    return new CorpusSchema(
        id < 0 ? DataTypes.createStructField("id", DataTypes.LongType, false) : fields[id],
        new TokenColumns(
            tokens < 0 ? null : fields[tokens],
            fields[embeddings],
            EmbeddingsLayout.of(fields[embeddings].dataType()).orElseThrow()),
        null,
        List.of());
  }

  /** Returns the values of a row that attention reads. If there is no id, it is 0. */
  RawRow corpusRow(RawRow row) {
    CorpusSchema corpus = attention.schema();
    Object[] values = new Object[corpus.embeddingsOrdinal() + 1];
    values[0] = idColumn < 0 ? Long.valueOf(0) : value(row, idColumn);
    if (tokensColumn >= 0) {
      values[corpus.tokensOrdinal()] = value(row, tokensColumn);
    }
    values[corpus.embeddingsOrdinal()] = value(row, embeddingsColumn);
    return RawRow.of(values);
  }

  private Object value(RawRow row, int ordinal) {
    return row.value(ordinal, input.fields()[ordinal].dataType());
  }
}
