package io.corpusattention.ml;

import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.HadoopWeightFiles;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.weights.ModelWeights;
import io.corpusattention.weights.WeightsReader;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Self-attention as a stage of a Pipeline. Reads embedded sentences. Adds their attention
 * distributions, their context vectors and the mean of these, [heads · d_v], as a vector.
 *
 * <p>Each input row gives one output row, with all its columns and in the same order. Each number
 * has the same bits as from jobs/attend, regardless of partitioning. Save a model with {@code
 * model.write().overwrite().save(path)}. You can pass the folder {@code weights} in the saved model
 * to jobs/attend.
 */
public final class SelfAttentionModel extends Model<SelfAttentionModel>
    implements AttentionParams<SelfAttentionModel>, MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final ProjectionWeights weights;
  private final List<EpochFigures> curve;

  /**
   * Creates a model from weights. All Params have their defaults; heads and scale have none.
   *
   * @param curve the learning curve of the training run that made the weights, or empty
   */
  SelfAttentionModel(String uid, ProjectionWeights weights, List<EpochFigures> curve) {
    this.uid = uid;
    this.weights = weights;
    this.curve = curve;
    Stage.defaults(this);
  }

  /**
   * Returns a model from weights in a folder or file. The path is as for {@code jobs/attend
   * --weights}, on any file system that Hadoop supports. The number of heads is that of a
   * config.json next to the weights. Without one, it is 1, unless the weights are a model's; then
   * you must set it.
   *
   * @throws IllegalArgumentException if there are no such weights
   */
  public static SelfAttentionModel fromWeights(String path) {
    return read(path, null);
  }

  /**
   * Returns a model from the weights of one layer of a model such as BERT.
   *
   * @param layer the layer, from 0
   * @throws IllegalArgumentException if there are no such weights
   */
  public static SelfAttentionModel fromWeights(String path, int layer) {
    return read(path, layer);
  }

  private static SelfAttentionModel read(String path, Integer layer) {
    ModelWeights read = weights(path, layer, SparkSession.active());
    SelfAttentionModel model =
        new SelfAttentionModel(
            Identifiable$.MODULE$.randomUID("selfAttention"), read.weights(), List.of());
    Integer heads = read.heads() == null && !read.ofModel() ? Integer.valueOf(1) : read.heads();
    if (heads != null) {
      model.setDefault(model.heads(), (Object) heads);
    }
    if (read.kvHeads() != null) {
      model.setDefault(model.kvHeads(), (Object) read.kvHeads());
    }
    if (read.scale() != null) {
      int columns = read.weights().query().columns();
      model.setDefault(model.scale(), (Object) read.scale().of(columns, heads == null ? 1 : heads));
    }
    if (read.sinusoidalPositions()) {
      model.setDefault(model.positions(), "sinusoidal");
    }
    if (read.causal()) {
      model
          .log()
          .warn(
              "{} is of a model that masks the keys after a query; setMask(\"causal\") gives its own"
                  + " attention",
              path);
    }
    return model;
  }

  static ModelWeights weights(String path, Integer layer, SparkSession spark) {
    return ParamCheck.checked(
        () -> {
          try {
            return WeightsReader.read(HadoopWeightFiles.open(path, HadoopPaths.conf(spark)), layer);
          } catch (IOException e) {
            throw Setting.WEIGHTS.of(path).bad("cannot be read: " + RootCause.of(e)).causedBy(e);
          }
        });
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns W_q, W_k and W_v. */
  ProjectionWeights weights() {
    return weights;
  }

  /**
   * Returns the learning curve: the figures of each epoch of {@link SelfAttention#fit}. It is empty
   * if the model was not made by {@code fit}, or was loaded.
   */
  public List<EpochFigures> curve() {
    return curve;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return RowPlan.of(this, weights, schema).output();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    RowPlan plan = RowPlan.of(this, weights, dataset.schema());
    // Not destroyed here: tasks need it each time an action computes the rows.
    Broadcast<RowPlan> broadcast =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext()).broadcast(plan);
    return RowMapping.map(dataset, plan.output(), new AttentionRows(broadcast));
  }

  @Override
  public SelfAttentionModel copy(ParamMap extra) {
    return copyValues(new SelfAttentionModel(uid, weights, curve), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new SavedModel.Writer(this);
  }

  /** Returns a reader of saved models. */
  public static MLReader<SelfAttentionModel> read() {
    return new SavedModel.Reader();
  }

  /** Reads a saved model. */
  public static SelfAttentionModel load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "SelfAttentionModel: uid=" + uid + ", weights=" + weights.source();
  }
}
