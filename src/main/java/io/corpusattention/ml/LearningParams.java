package io.corpusattention.ml;

import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/** The training settings: the options of jobs/train as Params. */
public interface LearningParams extends AttentionParams<SelfAttention> {
  /** Param for the training objective. */
  default Param<String> objective() {
    return new Param<>(
        this,
        "objective",
        "what is learned: masked (to find hidden tokens by their context, which takes no labels) or"
            + " classify (to predict the class of a sentence, which is in labelCol)",
        ParamCheck.oneOf(List.of("masked", "classify")));
  }

  default String getObjective() {
    return getOrDefault(objective());
  }

  default SelfAttention setObjective(String value) {
    return Stage.set(this, objective(), value);
  }

  /** Param for the input column of class labels. */
  default Param<String> labelCol() {
    return new Param<>(
        this,
        "labelCol",
        "of objective classify: the class of each sentence, a number or a string");
  }

  default String getLabelCol() {
    return getOrDefault(labelCol());
  }

  default SelfAttention setLabelCol(String value) {
    return Stage.set(this, labelCol(), value);
  }

  /** Param for the share of tokens to hide. */
  default DoubleParam hiddenShare() {
    return new DoubleParam(
        this, "hiddenShare", "of objective masked: the share of tokens that are hidden");
  }

  default double getHiddenShare() {
    return (Double) getOrDefault(hiddenShare());
  }

  default SelfAttention setHiddenShare(double value) {
    return Stage.set(this, hiddenShare(), (Object) value);
  }

  /** Param for the number of negatives: the words from which a hidden token is told apart. */
  default IntParam negatives() {
    return new IntParam(
        this,
        "negatives",
        "of objective masked: other words that each hidden token is told apart from");
  }

  default int getNegatives() {
    return (Integer) getOrDefault(negatives());
  }

  default SelfAttention setNegatives(int value) {
    return Stage.set(this, negatives(), (Object) value);
  }

  /** Param for the width of one head. */
  default IntParam headDim() {
    return new IntParam(this, "headDim", "width of one head; d_model / heads if not set");
  }

  default SelfAttention setHeadDim(int value) {
    return Stage.set(this, headDim(), (Object) value);
  }

  /** Param for the number of passes over the sentences. */
  default IntParam epochs() {
    return new IntParam(this, "epochs", "passes over the sentences");
  }

  default int getEpochs() {
    return (Integer) getOrDefault(epochs());
  }

  default SelfAttention setEpochs(int value) {
    return Stage.set(this, epochs(), (Object) value);
  }

  /** Param for the mean number of sentences per step. */
  default IntParam batch() {
    return new IntParam(this, "batch", "sentences of a step, on average");
  }

  default int getBatch() {
    return (Integer) getOrDefault(batch());
  }

  default SelfAttention setBatch(int value) {
    return Stage.set(this, batch(), (Object) value);
  }

  /** Param for the optimizer. */
  default Param<String> optimizer() {
    return new Param<>(
        this,
        "optimizer",
        "adam, or sgd: plain stochastic gradient descent",
        ParamCheck.oneOf(List.of("adam", "sgd")));
  }

  default String getOptimizer() {
    return getOrDefault(optimizer());
  }

  default SelfAttention setOptimizer(String value) {
    return Stage.set(this, optimizer(), value);
  }

  /** Param for the highest learning rate. */
  default DoubleParam learningRate() {
    return new DoubleParam(
        this, "learningRate", "the highest; after the warm-up it falls along half a cosine to 0");
  }

  default double getLearningRate() {
    return (Double) getOrDefault(learningRate());
  }

  default SelfAttention setLearningRate(double value) {
    return Stage.set(this, learningRate(), (Object) value);
  }

  /** Param for the share of steps during which the learning rate rises. */
  default DoubleParam warmUp() {
    return new DoubleParam(this, "warmUp", "the share of all steps during which the rate rises");
  }

  default double getWarmUp() {
    return (Double) getOrDefault(warmUp());
  }

  default SelfAttention setWarmUp(double value) {
    return Stage.set(this, warmUp(), (Object) value);
  }

  /** Param for the maximum length of a gradient. */
  default DoubleParam clip() {
    return new DoubleParam(this, "clip", "longer gradients are shortened to this length");
  }

  default double getClip() {
    return (Double) getOrDefault(clip());
  }

  default SelfAttention setClip(double value) {
    return Stage.set(this, clip(), (Object) value);
  }

  /** Param for the weight decay of Adam. */
  default DoubleParam weightDecay() {
    return new DoubleParam(this, "weightDecay", "of adam, decoupled from the gradient");
  }

  default double getWeightDecay() {
    return (Double) getOrDefault(weightDecay());
  }

  default SelfAttention setWeightDecay(double value) {
    return Stage.set(this, weightDecay(), (Object) value);
  }

  /** Param for the weight of the entropy reward, which encourages exploration. */
  default DoubleParam entropyWeight() {
    return new DoubleParam(
        this,
        "entropyWeight",
        "of alignment sample: how much the entropy of the distributions is rewarded");
  }

  default double getEntropyWeight() {
    return (Double) getOrDefault(entropyWeight());
  }

  default SelfAttention setEntropyWeight(double value) {
    return Stage.set(this, entropyWeight(), (Object) value);
  }

  /** Param for the share of held-out sentences. */
  default DoubleParam heldOut() {
    return new DoubleParam(
        this,
        "heldOut",
        "the share of sentences kept from training to measure on; the epoch with the lowest loss on"
            + " them is kept");
  }

  default double getHeldOut() {
    return (Double) getOrDefault(heldOut());
  }

  default SelfAttention setHeldOut(double value) {
    return Stage.set(this, heldOut(), (Object) value);
  }

  /** Param for early stopping: the number of epochs to wait for a lower held-out loss. */
  default IntParam patience() {
    return new IntParam(
        this,
        "patience",
        "stop when the held-out loss has not fallen for this many epochs; never if not set");
  }

  default SelfAttention setPatience(int value) {
    return Stage.set(this, patience(), (Object) value);
  }
}
