package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Setting;
import io.corpusattention.math.Kernel;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.training.Products.View;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The objective of predicting the class of a sentence. Takes sentences with known classes. Adds a
 * loss for each sentence, and its gradient.
 *
 * <p>The scores of the classes are the mean of the sentence's context vectors times W_class, plus
 * b_class. The loss is −ln softmax of the true class. A sentence counts as right if its class
 * scores above all others.
 */
public final class ClassifyObjective implements Objective<LabelledSentence> {
  private final AttentionLayer layer;
  private final AttentionGradient back;
  private final Products products;
  private final Kernel kernel;
  private final int classes;
  private final int contextWidth;
  private final Slice bias;
  private final int scoreStride;
  private final float[] gradient;
  private final CrossEntropy crossEntropy = new CrossEntropy();
  private final float[] row; // [classes]
  private final float[] dRow; // [classes]
  private float[] biasValues; // [classes]
  private float[] panels; // W_class
  private float[] panelsBack; // W_classᵀ

  // Scratch arrays for a group of R sentences. They grow if a group is larger.
  private float[] scores = {}; // [R, scoreStride]
  private float[] dScores = {}; // [R, classes]
  private float[] dContext = {}; // [R, contextStride]
  private double[] advantages = {}; // [R]

  /**
   * @param layout a layout with at least two classes
   * @param config the heads, mask, scale and alignment; the alignment must be soft, or sample with
   *     one draw
   * @param entropyWeight the factor of the entropy of the distributions from which keys are drawn,
   *     which is subtracted from the loss; not used for soft attention
   * @throws io.corpusattention.attention.BadSettingException if the layout has fewer than two
   *     classes
   */
  public ClassifyObjective(
      ParameterLayout layout, AttentionConfig config, double entropyWeight, Kernel kernel) {
    this.classes = layout.classes();
    if (classes < 2) {
      throw Setting.OBJECTIVE
          .of("classify")
          .bad("needs sentences of at least 2 classes, not " + classes);
    }
    this.layer = new AttentionLayer(layout, config, true, kernel);
    this.back = new AttentionGradient(layer, entropyWeight);
    this.products = layer.products;
    this.kernel = kernel;
    this.contextWidth = layout.shape().contextWidth();
    this.bias = layout.slice("b_class");
    this.scoreStride = products.room(classes);
    this.gradient = new float[layout.size()];
    this.row = new float[classes];
    this.dRow = new float[classes];
  }

  @Override
  public void load(float[] parameters) {
    layer.load(parameters);
    back.load(parameters);
    View w = layer.layout.view("W_class", parameters);
    panels = products.pack(w, contextWidth, classes);
    panelsBack = products.packTransposed(w, classes, contextWidth);
    biasValues = layer.layout.values(bias, parameters);
  }

  @Override
  public boolean add(List<LabelledSentence> sentences, double baseline, TrainingSums sums) {
    if (sentences.isEmpty()) {
      return true;
    }
    layer.group.begin();
    for (LabelledSentence sentence : sentences) {
      int n = sentence.tokens();
      int at = layer.group.add(sentence.key(), n, IntStream.range(0, n).toArray());
      int count = n * layer.shape.modelWidth();
      System.arraycopy(sentence.embeddings(), 0, layer.group.tokens, at, count);
    }
    if (!layer.forward() || !score(sentences, baseline, sums)) {
      return false;
    }
    if (sums.wantsGradient()) {
      backward();
      if (!kernel.allFinite(gradient, 0, gradient.length)) {
        return false;
      }
      sums.addGradient(gradient);
    }
    return true;
  }

  private boolean score(List<LabelledSentence> sentences, double baseline, TrainingSums sums) {
    int count = sentences.size();
    scores = grown(scores, Math.multiplyExact(count, scoreStride));
    dScores = grown(dScores, Math.multiplyExact(count, classes));
    advantages = advantages.length < count ? new double[count] : advantages;
    View to = new View(scores, 0, scoreStride);
    products.timesPacked(count, contextWidth, classes, context(layer.context), panels, to);
    for (int i = 0; i < count; i++) {
      for (int column = 0; column < classes; column++) {
        row[column] = scores[i * scoreStride + column] + biasValues[column];
      }
      crossEntropy.compute(row, classes, 1, sentences.get(i).label(), dRow);
      if (!Double.isFinite(crossEntropy.loss)) {
        return false;
      }
      System.arraycopy(dRow, 0, dScores, i * classes, classes);
      advantages[i] = crossEntropy.loss - baseline;
      sums.addExample(crossEntropy.loss, crossEntropy.right);
    }
    return true;
  }

  private void backward() {
    int count = layer.numAnswers;
    View dS = new View(dScores, 0, classes);
    View dW = layer.layout.view("W_class", gradient);
    products.transposedTimes(contextWidth, count, classes, context(layer.context), dS, dW);
    HeadSums.bias(dS, count, bias, gradient);
    dContext = grown(dContext, Math.multiplyExact(count, layer.contextStride));
    products.timesPacked(count, classes, contextWidth, dS, panelsBack, context(dContext));
    back.backward(context(dContext), advantages, gradient);
  }

  /** Returns a view of context vectors, [R, heads · d_v]. */
  private View context(float[] values) {
    return new View(values, 0, layer.contextStride);
  }

  /** Returns the layer, so that you can inspect what it computed. */
  AttentionLayer layer() {
    return layer;
  }
}
