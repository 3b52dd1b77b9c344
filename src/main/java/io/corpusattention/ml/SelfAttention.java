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
 * Learns W_q, W_k and W_v from embedded sentences, as jobs/train does: the same sentences, ids,
 * settings and seed give the same weights to the bit, in any partitions.
 *
 * <p>Without an id column a sentence's random choices are keyed by a hash of its embeddings.
 */
public final class SelfAttention extends Estimator<SelfAttentionModel>
    implements LearningParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;

  public SelfAttention() {
    this(Identifiable$.MODULE$.randomUID("selfAttention"));
  }

  /** An estimator of this uid, as spark.ml makes those that were saved. */
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
   * Learns.
   *
   * @throws IllegalArgumentException where settings or data do not do
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

  /** Reads estimators that were saved. */
  public static MLReader<SelfAttention> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads an estimator that was saved. */
  public static SelfAttention load(String path) {
    return read().load(path);
  }
}
