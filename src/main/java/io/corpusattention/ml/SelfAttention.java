package io.corpusattention.ml;

import io.corpusattention.learning.Goal;
import io.corpusattention.learning.HeldOut;
import io.corpusattention.learning.LearningSettings;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Learns W_q, W_k and W_v from embedded sentences, as jobs/train does. The same sentences, ids,
 * settings and seed give bitwise identical weights, regardless of partitioning.
 *
 * <p>Without an id column, a hash of a sentence's embeddings keys its random choices.
 */
public final class SelfAttention extends Estimator<SelfAttentionModel>
    implements LearningParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;

  public SelfAttention() {
    this(Identifiable$.MODULE$.randomUID("selfAttention"));
  }

  /** Creates an estimator with this uid. spark.ml uses it to load saved estimators. */
  public SelfAttention(String uid) {
    this.uid = uid;
    Stage.defaults(this);
    setDefault(heads(), (Object) 1);
    setDefault(seed(), (Object) LearningSettings.SEED);
    setDefault(positions(), "sinusoidal");
    setDefault(objective(), "masked");
    setDefault(labelCol(), "label");
    setDefault(hiddenShare(), (Object) Goal.Masked.HIDDEN_SHARE);
    setDefault(negatives(), (Object) Goal.Masked.NEGATIVES);
    setDefault(epochs(), (Object) LearningSettings.EPOCHS);
    setDefault(batch(), (Object) LearningSettings.BATCH);
    setDefault(optimizer(), "adam");
    setDefault(learningRate(), (Object) LearningSettings.LEARNING_RATE);
    setDefault(warmUp(), (Object) LearningSettings.WARM_UP);
    setDefault(clip(), (Object) LearningSettings.CLIP);
    setDefault(weightDecay(), (Object) 0.0);
    setDefault(entropyWeight(), (Object) LearningSettings.ENTROPY_WEIGHT);
    setDefault(heldOut(), (Object) HeldOut.SHARE);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public LongParam seed() {
    return new LongParam(
        this, "seed", "of initial weights and of every random choice, in learning and in drawing");
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Learning.of(this, schema).output();
  }

  /**
   * Trains a model on a table.
   *
   * @throws IllegalArgumentException if the settings or the data are invalid
   */
  @Override
  public SelfAttentionModel fit(Dataset<?> dataset) {
    Learning learning = Learning.of(this, dataset.schema());
    Learning.Result learnt = learning.run(dataset);
    SelfAttentionModel model =
        copyValues(
            new SelfAttentionModel(uid, learnt.weights(), learnt.curve()).setParent(this),
            new ParamMap());
    return model.setPositions(learning.positions() ? "sinusoidal" : "none");
  }

  @Override
  public SelfAttention copy(ParamMap extra) {
    return copyValues(new SelfAttention(uid), extra);
  }

  /** Returns a reader of saved estimators. */
  public static MLReader<SelfAttention> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads a saved estimator. */
  public static SelfAttention load(String path) {
    return read().load(path);
  }
}
