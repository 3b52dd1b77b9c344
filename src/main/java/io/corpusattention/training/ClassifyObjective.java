package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.math.Kernel;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.training.Products.View;
import java.util.List;

/**
 * Finding the class of a sentence. In: sentences of known classes. Out: for each a loss, and its
 * gradient.
 *
 * <p>The scores of the classes are the mean of the context vectors times W_class, plus b_class; the
 * loss is −ln softmax of the true class. Right is a sentence whose class scores above all others.
 */
public final class ClassifyObjective implements Objective<LabelledSentence> {
  private final AttentionLayer layer;
  private final AttentionGradient back;
  private final Products products;
  private final Kernel kernel;
  private final int classes;
  private final int contextWidth;
  private final Slice weights;
  private final Slice bias;
  private final float[] gradient;
  private final CrossEntropy crossEntropy = new CrossEntropy();
  private final float[] mean; // [heads · d_v]
  private final float[] dMean; // [heads · d_v]
  private final float[] scores; // [classes]
  private final float[] dScores; // [classes]
  private float[] biasValues; // [classes]
  private float[] panels; // W_class
  private float[] panelsBack; // W_classᵀ

  // Of all sentences of a group.
  private final RowStack allMeans;
  private final RowStack allDScores;

  // Scratch, grown as sentences ask for it.
  private float[] dContext = {}; // [n, heads · d_v]
  private double[] advantages = {}; // [n]

  /**
   * @param layout with at least two classes
   * @param config heads, mask, scale and alignment: soft, or one draw
   * @param entropyWeight what the entropy of the distributions that keys are drawn from is
   *     multiplied by before it is taken from the loss; not read for soft attention
   */
  public ClassifyObjective(
      ParameterLayout layout, AttentionConfig config, double entropyWeight, Kernel kernel) {
    this.classes = layout.classes();
    if (classes < 2) {
      throw new BadSettingException(
          "--objective classify: needs sentences of at least 2 classes, not " + classes);
    }
    this.layer = new AttentionLayer(layout, config, kernel);
    this.back = new AttentionGradient(layer, entropyWeight);
    this.products = layer.products;
    this.kernel = kernel;
    this.contextWidth = layout.shape().contextWidth();
    this.weights = layout.slice("W_class");
    this.bias = layout.slice("b_class");
    this.gradient = new float[layout.size()];
    this.allMeans = new RowStack(contextWidth);
    this.allDScores = new RowStack(classes);
    this.mean = new float[contextWidth];
    this.dMean = new float[contextWidth];
    this.scores = new float[classes];
    this.dScores = new float[classes];
  }

  @Override
  public void load(float[] parameters) {
    layer.load(parameters);
    View w = AttentionLayer.view(parameters, weights);
    panels = products.pack(w, contextWidth, classes);
    panelsBack = products.packTransposed(w, classes, contextWidth);
    biasValues = layer.layout.values(bias, parameters);
  }

  @Override
  public boolean add(List<LabelledSentence> sentences, double baseline, TrainingSums sums) {
    for (LabelledSentence sentence : sentences) {
      int n = sentence.tokens();
      layer.begin(n);
      int count = n * layer.shape.modelWidth();
      System.arraycopy(sentence.embeddings(), 0, layer.tokens, 0, count);
      if (!layer.forward(sentence.key(), null)) {
        return false;
      }
      score(sentence.label());
      double loss = crossEntropy.loss;
      if (!Double.isFinite(loss)) {
        return false;
      }
      sums.addExample(loss, crossEntropy.right);
      if (sums.wantsGradient()) {
        backward(n, loss - baseline);
      }
    }
    return sentences.isEmpty() || !sums.wantsGradient() || flush(sums);
  }

  private void score(int label) {
    int n = layer.numTokens;
    for (int column = 0; column < contextWidth; column++) {
      double sum = 0;
      for (int query = 0; query < n; query++) {
        sum += layer.context[query * contextWidth + column];
      }
      mean[column] = (float) (sum / n);
    }
    View row = new View(mean, 0, contextWidth);
    products.timesPacked(1, contextWidth, classes, row, panels, new View(scores, 0, classes));
    for (int i = 0; i < classes; i++) {
      scores[i] += biasValues[i];
    }
    crossEntropy.compute(scores, classes, 1, label, dScores);
  }

  private void backward(int n, double advantage) {
    allMeans.append(mean, 1);
    allDScores.append(dScores, 1);
    View dRow = new View(dScores, 0, classes);
    View dM = new View(dMean, 0, contextWidth);
    products.timesPacked(1, classes, contextWidth, dRow, panelsBack, dM);

    dContext = grown(dContext, Math.multiplyExact(n, contextWidth));
    advantages = advantages.length < n ? new double[n] : advantages;
    for (int query = 0; query < n; query++) {
      for (int column = 0; column < contextWidth; column++) {
        dContext[query * contextWidth + column] = dMean[column] / n;
      }
      advantages[query] = advantage;
    }
    back.backward(dContext, advantages);
  }

  /** The gradient of all sentences since the last. */
  private boolean flush(TrainingSums sums) {
    int count = allMeans.rows();
    View dS = allDScores.view();
    View dW = AttentionLayer.view(gradient, weights);
    products.transposedTimes(contextWidth, count, classes, allMeans.view(), dS, dW);
    AttentionGradient.sumRows(dS, count, bias, gradient);
    allMeans.clear();
    allDScores.clear();
    back.flush(gradient);
    if (!kernel.allFinite(gradient, 0, gradient.length)) {
      return false;
    }
    sums.addGradient(gradient);
    return true;
  }

  /** The layer, for a look at what it computed. */
  AttentionLayer layer() {
    return layer;
  }
}
