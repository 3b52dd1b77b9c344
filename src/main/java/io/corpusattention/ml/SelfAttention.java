package io.corpusattention.ml;

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
    Setting.defaultsOf(this);
    setDefault(heads(), (Object) 1);
    setDefault(seed(), (Object) 1L);
    setDefault(positions(), "sinusoidal");
    setDefault(objective(), "masked");
    setDefault(labelCol(), "label");
    setDefault(hiddenShare(), (Object) 0.15);
    setDefault(negatives(), (Object) 8);
    setDefault(epochs(), (Object) 5);
    setDefault(batch(), (Object) 256);
    setDefault(optimizer(), "adam");
    setDefault(learningRate(), (Object) 0.001);
    setDefault(warmUp(), (Object) 0.1);
    setDefault(clip(), (Object) 1.0);
    setDefault(weightDecay(), (Object) 0.0);
    setDefault(entropyWeight(), (Object) 0.01);
    setDefault(heldOut(), (Object) 0.1);
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
    LearntWeights learnt = learning.run(dataset);
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
