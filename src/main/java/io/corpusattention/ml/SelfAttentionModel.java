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
 * Self-attention as a stage of a Pipeline: adds to embedded sentences their attention
 * distributions, their context vectors and the mean of these, [heads · d_v], as a vector.
 *
 * <p>A row in, a row out, with all its columns and in its order; each number has the same bits as
 * jobs/attend gives, whatever the partitions. Saved by {@code
 * model.write().overwrite().save(path)}; the folder {@code weights} within is one that jobs/attend
 * takes.
 */
public final class SelfAttentionModel extends Model<SelfAttentionModel>
    implements AttentionParams<SelfAttentionModel>, MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final ProjectionWeights weights;
  private final List<EpochFigures> curve;

  /**
   * A model of weights, with all Params at their defaults, and none for heads and scale.
   *
   * @param curve of the training that they come from, or empty
   */
  SelfAttentionModel(String uid, ProjectionWeights weights, List<EpochFigures> curve) {
    this.uid = uid;
    this.weights = weights;
    this.curve = curve;
    Stage.defaults(this);
  }

  /**
   * A model of weights in a folder or file, as {@code jobs/attend --weights} takes them, from any
   * file system that Hadoop knows. Heads are those of a config.json beside them, else 1.
   *
   * @throws IllegalArgumentException where there are no such weights
   */
  public static SelfAttentionModel fromWeights(String path) {
    return read(path, null);
  }

  /**
   * A model of one layer's weights of a model such as BERT.
   *
   * @param layer counted from 0
   * @throws IllegalArgumentException where there are no such weights
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

  /** W_q, W_k and W_v. */
  ProjectionWeights weights() {
    return weights;
  }

  /**
   * The learning curve: figures of each epoch, where this model was learnt by {@link
   * SelfAttention#fit}; else, and after loading, empty.
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
    // Not destroyed here: tasks need it whenever somebody asks for the rows.
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

  /** Reads models that were saved. */
  public static MLReader<SelfAttentionModel> read() {
    return new SavedModel.Reader();
  }

  /** Reads a model that was saved. */
  public static SelfAttentionModel load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "SelfAttentionModel: uid=" + uid + ", weights=" + weights.source();
  }
}
