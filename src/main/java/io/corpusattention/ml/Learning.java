package io.corpusattention.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.EmbeddingsLayout;
import io.corpusattention.corpus.TokenColumns;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.HeldOut;
import io.corpusattention.learning.Learner;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.learning.LearningState;
import io.corpusattention.learning.ShardCounts;
import io.corpusattention.learning.Shards;
import io.corpusattention.learning.TrainReading;
import io.corpusattention.training.ParameterLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One fit: settings and columns, checked, and what is learnt by them.
 *
 * @param settings whose classes are found in the data
 * @param output the table's columns and those that the model will add
 */
record Learning(SelfAttention params, LearningSettings settings, StructType output) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException where a Param cannot be as it is, with these columns
   */
  static Learning of(SelfAttention params, StructType input) {
    LearningSettings settings = ParamCheck.checked(() -> LearnerSettings.of(params));
    InputColumns columns = new InputColumns(input);
    columns.embeddings("inputCol", params.getInputCol());
    if (!params.getTokensCol().isEmpty()) {
      columns.tokens("tokensCol", params.getTokensCol());
    }
    if (!params.getIdCol().isEmpty()) {
      columns.id("idCol", params.getIdCol());
    }
    if (settings.goal() instanceof Goal.Classify) {
      columns.label("labelCol", params.getLabelCol());
    }
    AttentionPlan.requireKey(settings.attention().alignment(), params.getIdCol());
    // The width of the vectors is not known before there are rows.
    AddedColumns added = AttentionPlan.added(params, AddedColumns.UNKNOWN_WIDTH);
    boolean nullable = new InvalidRows(params.getHandleInvalid()).kept();
    return new Learning(params, settings, columns.with(added.fields(nullable)));
  }

  /** Whether positions are added, in learning and by the model. */
  boolean positions() {
    return settings.goal() instanceof Goal.Masked masked && masked.positions();
  }

  /** Learns. */
  LearntWeights run(Dataset<?> dataset) {
    try {
      Dataset<Row> table = table(dataset);
      return learn(table, schema(table.schema()));
    } catch (BadSettingException e) {
      throw ParamCheck.refused(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The columns that are read, in the order of {@link CorpusSchema}. */
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

  private LearntWeights learn(Dataset<Row> table, CorpusSchema schema) throws IOException {
    AttentionShape shape = shape(width(table, schema));
    boolean labelled = settings.goal() instanceof Goal.Classify;
    TrainReading reading =
        new TrainReading(schema, shape.modelWidth(), TrainReading.mostTokens(shape), labelled);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
    HeldOut heldOut = new HeldOut(params.getHeldOut(), settings.seed());
    int count = Math.max(1, spark.defaultParallelism());
    try (Shards shards =
        Shards.of(
            table.queryExecution().toRdd().toJavaRDD().mapPartitions(reading),
            count,
            settings.batch(),
            heldOut)) {
      requireFit(shards.counts(), schema);
      LearningSettings found = settings.with(goal(shards.counts()));
      boolean output = !labelled && shape.contextWidth() != shape.modelWidth();
      int classes = found.goal() instanceof Goal.Classify c ? c.labels().size() : 0;
      ParameterLayout layout = new ParameterLayout(shape, false, output, classes);
      try (Learner learner = new Learner(spark, shards, layout, found)) {
        LearningState end = learner.run(learner.start(), new Learner.Listener() {});
        return new LearntWeights(
            layout.projections("learnt by " + params.uid(), end.best()), end.curve());
      }
    }
  }

  /** d_model: what a stage upstream says, else what most of the first rows tell. */
  private int width(Dataset<Row> table, CorpusSchema schema) {
    Metadata metadata = schema.sentence().embeddings().metadata();
    if (metadata.contains(TokenEmbedder.WIDTH)) {
      return (int) metadata.getLong(TokenEmbedder.WIDTH);
    }
    return CorpusPreview.take(table, schema)
        .modelWidth(io.corpusattention.attention.Setting.EMBEDDINGS_COLUMN.of(params.getInputCol()))
        .orElseThrow(
            () ->
                new BadSettingException(
                    "inputCol "
                        + params.getInputCol()
                        + ": its first rows do not tell how wide an embedding is; set tokensCol, or"
                        + " give embeddings with one array for each token"));
  }

  private AttentionShape shape(int width) {
    int heads = params.getHeads();
    boolean given = params.isDefined(params.headDim());
    if (!given && width % heads != 0) {
      throw new BadSettingException(
          "heads " + heads + ": does not divide d_model " + width + "; set headDim");
    }
    int headDim = given ? (Integer) params.getOrDefault(params.headDim()) : width / heads;
    if (headDim < 1) {
      throw new BadSettingException("headDim " + headDim + ": must be 1 or more");
    }
    settings.attention().factor(headDim); // refuses a scale that overflows
    return new AttentionShape(width, width, heads, params.getKvHeads(), headDim, headDim);
  }

  private void requireFit(ShardCounts counts, CorpusSchema schema) {
    if (counts.firstRejected() != null) {
      String row =
          params.getIdCol().isEmpty()
              ? "a row (idCol would name it)"
              : schema.id().name() + " " + counts.firstRejected().id();
      new InvalidRows(params.getHandleInvalid()).keep(row, counts.firstRejected().rejection());
    }
    if (counts.heldOut() == 0 && settings.patience() != null) {
      throw new BadSettingException(
          "patience " + settings.patience() + ": needs held-out sentences; make heldOut larger");
    }
  }

  private Goal goal(ShardCounts counts) {
    if (settings.goal() instanceof Goal.Masked) {
      return settings.goal();
    }
    List<String> labels = List.copyOf(counts.labels().keySet());
    if (labels.size() < 2) {
      throw new BadSettingException(
          "labelCol "
              + params.getLabelCol()
              + ": has "
              + (labels.isEmpty() ? "no classes" : "one class, " + labels.get(0))
              + "; there must be at least 2 to tell apart");
    }
    return new Goal.Classify(labels);
  }
}
