package io.corpusattention.ml;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.RowLayout;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextLoop;
import io.corpusattention.corpus.text.TextSchema;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.encoder.Pooling;
import io.corpusattention.text.TokenizerFile;
import io.corpusattention.text.Tokens;
import io.corpusattention.weights.EmbeddingLayer;
import io.corpusattention.weights.EncoderModel;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Runs a whole model on the text of a partition's rows, batch by batch. Keeps the order of the
 * rows.
 */
record ModelRows(Broadcast<ModelRows.Plan> sent) implements RowMapping.Work {
  private static final DataType STRINGS = DataTypes.createArrayType(DataTypes.StringType, false);

  /**
   * The checked settings of the work on rows.
   *
   * @param rules the rules by which text is cut into tokens
   * @param embeddings the layer that turns tokens into the input of the first layer
   * @param stack the layers, and which of their outputs are kept
   * @param config the heads and mask of each layer, and the part of its distributions that is kept
   * @param textColumn position of the text column in the table
   * @param tokens whether the tokens are added
   * @param input the table's columns
   * @param output the table's columns and the added ones
   * @param maxRowBytes the maximum number of bytes of a sentence's attention
   */
  record Plan(
      SentenceCutter.Rules rules,
      EmbeddingLayer embeddings,
      EncoderStack stack,
      AttentionConfig config,
      InvalidRows invalid,
      int textColumn,
      boolean tokens,
      StructType input,
      StructType output,
      long maxRowBytes)
      implements Serializable {}

  /**
   * Checks Params against each other, the model and the columns.
   *
   * @throws IllegalArgumentException if a Param is invalid or does not fit
   */
  static Plan plan(
      ModelAttention stage, EncoderModel model, TokenizerFile tokenizer, StructType input) {
    InvalidRows invalid = new InvalidRows(stage.getHandleInvalid());
    List<Integer> kept = new LayerChoice(stage.getLayers()).of(model.layers().size());
    AttentionOutput attention =
        stage.getAttentionCol().isEmpty()
            ? new AttentionOutput.None()
            : AttentionOutput.of(stage.getAttention());
    AttentionConfig config = model.attention(attention, ContextOutput.NONE, 1 << 30);
    HiddenStates hidden =
        stage.getHiddenCol().isEmpty()
            ? HiddenStates.NONE
            : new HiddenStates(
                Pooling.valueOf(stage.getHidden().toUpperCase(Locale.ROOT)), stage.getNormalize());
    if (attention instanceof AttentionOutput.None && !hidden.kept()) {
      throw new IllegalArgumentException(
          "attentionCol and hiddenCol are empty, which leaves nothing to add; name one of them");
    }
    InputColumns columns = new InputColumns(input);
    int text = columns.findText("inputCol", stage.getInputCol());
    SentenceCutter.Rules rules = rules(stage, model, tokenizer, input.fields()[text]);
    return new Plan(
        rules,
        model.embeddings(),
        EncoderStack.of(model.layers(), model.last(), kept, hidden),
        config,
        invalid,
        text,
        !stage.getTokensCol().isEmpty(),
        input,
        columns.with(added(stage, attention, hidden, invalid.kept())),
        stage.getMaxRowBytes());
  }

  private static SentenceCutter.Rules rules(
      ModelAttention stage, EncoderModel model, TokenizerFile tokenizer, StructField text) {
    Integer asked =
        stage.isDefined(stage.maxTokens()) ? (Integer) stage.getOrDefault(stage.maxTokens()) : null;
    SentenceCutter.Rules rules =
        new SentenceCutter.Rules(
            new TextSchema(
                DataTypes.createStructField("id", DataTypes.LongType, false), text, List.of()),
            null,
            tokenizer,
            true,
            SentenceCutter.Rules.maxTokens(asked, model.embeddings().maxTokens()));
    rules.requireRoomForWords();
    return rules;
  }

  private static List<StructField> added(
      ModelAttention stage, AttentionOutput attention, HiddenStates hidden, boolean nullable) {
    List<StructField> added = new ArrayList<>();
    if (!stage.getTokensCol().isEmpty()) {
      DataType strings = DataTypes.createArrayType(DataTypes.StringType, false);
      added.add(DataTypes.createStructField(stage.getTokensCol(), strings, nullable));
    }
    added.addAll(
        new AddedColumns(stage.getAttentionCol(), attention, "", "", "", AddedColumns.UNKNOWN_WIDTH)
            .fields(nullable));
    if (hidden.pooling() == Pooling.TOKENS) {
      DataType floats = DataTypes.createArrayType(DataTypes.FloatType, false);
      added.add(DataTypes.createStructField(stage.getHiddenCol(), floats, nullable));
    } else if (hidden.kept()) {
      added.add(AddedColumns.vector(stage.getHiddenCol(), stage.width(), nullable));
    }
    return added;
  }

  @Override
  public Iterator<RawRow> map(Iterator<RawRow> rows) {
    return new Partition(sent.value(), rows);
  }

  private static final class Partition extends AttentionRows.Held {
    private final Plan plan;
    private final AttentionShape shape;
    private final SentenceCutter cutter;
    private final TextLoop<AddedRow> loop;
    private final SentenceCutter.Sink cut = new Cut();
    private AddedRow taken;

    // The values of all layers of a sentence. They grow as needed.
    private float[] weights = {};
    private int[] keys = {};
    private float[] keptMass = {};

    Partition(Plan plan, Iterator<RawRow> rows) {
      super(rows, plan.input(), plan.output(), plan.invalid(), -1);
      this.plan = plan;
      this.shape = AttentionShape.of(plan.stack().first(), plan.config(), new Queries.Self());
      this.cutter = new SentenceCutter(plan.rules());
      this.loop = new TextLoop<>(plan.embeddings(), plan.stack(), plan.config(), this);
    }

    @Override
    void take(RawRow row, AddedRow added) throws IOException {
      taken = added;
      DataType type = plan.input().fields()[plan.textColumn()].dataType();
      cutter.cut(RawRow.of(0L, row.value(plan.textColumn(), type)), cut);
    }

    @Override
    void flush() throws IOException {
      loop.flush();
    }

    /** Receives the tokens of the row being taken. */
    private final class Cut implements SentenceCutter.Sink {
      @Override
      public void sentence(Object id, String text, Tokens tokens) throws IOException {
        add(tokens);
      }

      @Override
      public void reject(Object id, Rejection rejection) {
        Partition.this.reject(taken, rejection);
      }

      @Override
      public void emptyLine() {
        throw new IllegalStateException("a column has no lines");
      }
    }

    private void add(Tokens sentence) throws IOException {
      Rejection rejection = tooLong(sentence.tokens().length);
      if (rejection == null) {
        rejection = loop.embed(sentence);
      }
      if (rejection != null) {
        reject(taken, rejection);
        return;
      }
      if (plan.tokens()) {
        taken.values()[plan.input().length()] =
            RawRow.of(Arrays.asList(sentence.tokens())).value(0, STRINGS);
      }
      loop.add(taken);
    }

    /** Returns why a sentence of n tokens is too long, or null if it is not. */
    private Rejection tooLong(int n) {
      if (!plan.config().keepsSomething()) {
        return null;
      }
      RowLayout layout = RowLayout.of(shape, plan.config(), n);
      long bytes = (layout.perQuery() * n + layout.perRow()) * plan.stack().kept().size();
      return bytes <= plan.maxRowBytes()
          ? null
          : new Rejection(
              RejectReason.TOO_LONG,
              "attention of its "
                  + n
                  + " tokens takes "
                  + bytes
                  + " bytes, and a row may have "
                  + plan.maxRowBytes()
                  + "; keep less, with fewer layers or attention \"top-k:K\", or allow more");
    }

    @Override
    public void reject(AddedRow row, Rejection rejection) {
      // If its numbers overflow, the row already holds its tokens.
      Object[] all = row.values();
      Arrays.fill(all, plan.input().length(), all.length, null);
      super.reject(row, rejection);
    }

    @Override
    public void accept(AddedRow row, AttentionTile tile) {
      int layers = plan.stack().kept().size();
      int layer = plan.stack().kept().indexOf(tile.layer());
      int at = plan.input().length() + (plan.tokens() ? 1 : 0);
      Object[] all = row.values();
      if (plan.config().attention() instanceof AttentionOutput.Full) {
        weights = joined(weights, tile.attention(), tile.attentionCount(), layer, layers);
        all[at] = layer + 1 < layers ? null : RawRow.list(weights, layers * tile.attentionCount());
        return;
      }
      int count = tile.topCount();
      int rows = tile.keptMassCount();
      keys = keys.length >= layers * count ? keys : Arrays.copyOf(keys, layers * count);
      System.arraycopy(tile.keys(), 0, keys, layer * count, count);
      weights = joined(weights, tile.weights(), count, layer, layers);
      keptMass = joined(keptMass, tile.keptMass(), rows, layer, layers);
      if (layer + 1 == layers) {
        all[at] = RawRow.list(keys, layers * count);
        all[at + 1] = RawRow.list(weights, layers * count);
        all[at + 2] = RawRow.list(keptMass, layers * rows);
      }
    }

    /**
     * Puts the numbers of a layer after those of the previous layers. Returns the array, grown if
     * needed.
     */
    private static float[] joined(float[] all, float[] numbers, int count, int layer, int layers) {
      int length = layers * count;
      float[] grown = all.length >= length ? all : Arrays.copyOf(all, length);
      System.arraycopy(numbers, 0, grown, layer * count, count);
      return grown;
    }

    @Override
    public void hidden(AddedRow row, int tokens, float[] values, int count) {
      Object[] all = row.values();
      if (plan.stack().hidden().pooling() == Pooling.TOKENS) {
        all[all.length - 1] = RawRow.list(values, count);
        return;
      }
      double[] vector = new double[count];
      for (int i = 0; i < count; i++) {
        vector[i] = values[i];
      }
      all[all.length - 1] = AddedColumns.vector(vector);
    }
  }
}
