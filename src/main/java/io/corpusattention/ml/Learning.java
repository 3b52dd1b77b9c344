package io.corpusattention.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ColumnRole;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.row.ColumnarRows;
import io.corpusattention.corpus.row.EmbeddingsLayout;
import io.corpusattention.corpus.row.TokenColumns;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.HeldOut;
import io.corpusattention.learning.Learner;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.LearningState;
import io.corpusattention.learning.OptimizerKind;
import io.corpusattention.learning.Shards;
import io.corpusattention.learning.Training;
import io.corpusattention.learning.TrainingRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One fit: checked settings and columns, and the training run that uses them.
 *
 * @param settings settings without the classes, which are read from the data
 * @param output the columns of the table and those that the model will add
 */
record Learning(SelfAttention params, LearningSettings settings, StructType output) {
  /**
   * Checks the Params and the columns of a table.
   *
   * @throws IllegalArgumentException if a Param is invalid or does not fit the columns
   */
  static Learning of(SelfAttention params, StructType input) {
    return ParamCheck.checked(() -> checked(params, input));
  }

  private static Learning checked(SelfAttention params, StructType input) {
    LearningSettings settings = settings(params);
    InputColumns columns = new InputColumns(input);
    columns.find(ColumnRole.EMBEDDINGS, "inputCol", params.getInputCol());
    columns.findIfNamed(ColumnRole.TOKENS, "tokensCol", params.getTokensCol());
    columns.findIfNamed(ColumnRole.ID, "idCol", params.getIdCol());
    if (settings.goal() instanceof Goal.Classify) {
      columns.find(ColumnRole.LABEL, "labelCol", params.getLabelCol());
    }
    RowPlan.requireKey(settings.attention().alignment(), params.getIdCol());
    // The width of the vectors is unknown until there are rows.
    AddedColumns added = RowPlan.added(params, AddedColumns.UNKNOWN_WIDTH);
    boolean nullable = new InvalidRows(params.getHandleInvalid()).kept();
    return new Learning(params, settings, columns.with(added.fields(nullable)));
  }

  private static LearningSettings settings(SelfAttention params) {
    if (params.getTemperature() != 1) {
      throw Setting.TEMPERATURE
          .of(params.getTemperature())
          .bad("weights are learned with 1; set another on the model");
    }
    AttentionConfig attention =
        LearningSettings.attention(
            params.getHeads(),
            params.getKvHeads(),
            Mask.of(params.getMask()),
            params.getScale(),
            Alignment.of(params.getAlignment()));
    return new LearningSettings(
        goal(params),
        attention,
        params.getSeed(),
        params.getEpochs(),
        params.getBatch(),
        OptimizerKind.valueOf(params.getOptimizer().toUpperCase(Locale.ROOT)),
        params.getLearningRate(),
        params.getWarmUp(),
        params.getClip(),
        params.getWeightDecay(),
        params.getEntropyWeight(),
        given(params, params.patience()));
  }

  private static Integer given(SelfAttention params, IntParam param) {
    return params.isDefined(param) ? (Integer) params.getOrDefault(param) : null;
  }

  private static Goal goal(SelfAttention params) {
    boolean sinusoidal = params.getPositions().equals("sinusoidal");
    if (params.getObjective().equals("masked")) {
      return new Goal.Masked(params.getHiddenShare(), params.getNegatives(), sinusoidal);
    }
    if (sinusoidal && params.isSet(params.positions())) {
      throw Setting.POSITIONS
          .of("sinusoidal")
          .bad(
              "are for ",
              Setting.OBJECTIVE.of("masked"),
              "; add them where the embeddings are made");
    }
    return new Goal.Classify(List.of());
  }

  /** Returns whether positions are added, both in training and by the model. */
  boolean positions() {
    return settings.goal() instanceof Goal.Masked masked && masked.positions();
  }

  /** Trains on a table. Returns the weights and the learning curve. */
  Result run(Dataset<?> dataset) {
    try {
      Dataset<Row> table = table(dataset);
      return learn(table, schema(table.schema()));
    } catch (BadSettingException e) {
      throw ParamCheck.refused(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the columns to read, in the order of {@link CorpusSchema}. */
  private Dataset<Row> table(Dataset<?> dataset) {
    Column embeddings = column(params.getInputCol());
    List<Column> columns = new ArrayList<>();
    columns.add(
        params.getIdCol().isEmpty() ? xxhash64(embeddings).as("id") : column(params.getIdCol()));
    if (!params.getTokensCol().isEmpty()) {
      columns.add(column(params.getTokensCol()));
    }
    if (settings.goal() instanceof Goal.Classify) {
      columns.add(column(params.getLabelCol()).cast(DataTypes.StringType).as(params.getLabelCol()));
    }
    columns.add(embeddings);
    return dataset.select(columns.toArray(new Column[0]));
  }

  private static Column column(String name) {
    return col(Corpus.quoted(name));
  }

  private CorpusSchema schema(StructType table) {
    StructField[] fields = table.fields();
    StructField embeddings = fields[fields.length - 1];
    boolean tokens = !params.getTokensCol().isEmpty();
    List<StructField> label =
        settings.goal() instanceof Goal.Classify ? List.of(fields[fields.length - 2]) : List.of();
    EmbeddingsLayout layout = EmbeddingsLayout.of(embeddings.dataType()).orElseThrow();
    return new CorpusSchema(
        fields[0], new TokenColumns(tokens ? fields[1] : null, embeddings, layout), null, label);
  }

  private Result learn(Dataset<Row> table, CorpusSchema schema) throws IOException {
    HeldOut heldOut = new HeldOut(params.getHeldOut(), settings.seed());
    Integer headDim = given(params, params.headDim());
    Training training = Training.of(settings, headDim, heldOut, schema, width(table, schema));
    try (Shards shards = training.read(ColumnarRows.plain(table))) {
      requireValid(shards.counts().firstRejected(), schema);
      try (Learner learner = training.learner(shards)) {
        LearningState end = learner.run(learner.start(), new Learner.Listener() {});
        return new Result(
            learner.layout().projections("learned by " + params.uid(), end.best()), end.curve());
      }
    }
  }

  /**
   * Returns d_model: the value in the column's metadata, or else that of most of the first rows.
   */
  private int width(Dataset<Row> table, CorpusSchema schema) {
    Metadata metadata = schema.sentence().embeddings().metadata();
    return metadata.contains(TokenEmbedder.WIDTH)
        ? (int) metadata.getLong(TokenEmbedder.WIDTH)
        : Training.width(
            CorpusPreview.take(table, schema),
            schema,
            Setting.EMBEDDINGS_COLUMN.of(params.getInputCol()));
  }

  private void requireValid(TrainingRecord rejected, CorpusSchema schema) {
    if (rejected != null) {
      String row =
          params.getIdCol().isEmpty()
              ? "a row (idCol would name it)"
              : schema.id().name() + " " + rejected.id();
      new InvalidRows(params.getHandleInvalid()).keep(row, rejected.rejection());
    }
  }

  /**
   * The result of a training run.
   *
   * @param weights those of the best epoch
   * @param curve the figures of each epoch
   */
  record Result(ProjectionWeights weights, List<EpochFigures> curve) {}
}
