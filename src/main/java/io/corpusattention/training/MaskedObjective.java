package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Setting;
import io.corpusattention.math.Kernel;
import io.corpusattention.training.Products.View;
import java.util.Arrays;
import java.util.List;

/**
 * The objective to find hidden tokens from their context. Takes sentences with hidden tokens. Adds
 * a loss for each hidden token, and the gradient of the sum.
 *
 * <p>Only the position of a hidden token enters attention, for all hidden tokens of a sentence at
 * once (Devlin et al., "BERT", NAACL 2019, with zeros for [MASK]). The token's context vector,
 * times W_o if there is one, is scored against its own embedding and those of K other words, by dot
 * products divided by the temperature. The loss is −ln softmax of its own score: InfoNCE, van den
 * Oord et al., "Representation learning with contrastive predictive coding", 2018. A token is right
 * if its own embedding scores above all others.
 */
public final class MaskedObjective implements Objective<MaskedSentence> {
  private final AttentionLayer layer;
  private final AttentionGradient back;
  private final Products products;
  private final Kernel kernel;
  private final double factor;
  private final int model;
  private final int contextWidth;
  private final boolean output; // whether there is W_o
  private final int answerStride;
  private final float[] gradient;
  private final CrossEntropy crossEntropy = new CrossEntropy();
  private float[] outputPanels; // W_o
  private float[] outputPanelsBack; // W_oᵀ

  // Scratch arrays, which grow as groups need, for M hidden tokens with 1 + K candidates each.
  private float[] answers = {}; // [M, answerStride], if there is W_o
  private float[] dAnswers = {}; // [M, d_model]
  private float[] dContext = {}; // [M, contextStride], if there is W_o
  private final float[] answerPanel; // one answer: [d_model, 1] in a panel
  private float[] candidates = {}; // [1 + K, d_model]
  private float[] dots = {}; // [1 + K, one panel]
  private float[] scores = {}; // [1 + K]
  private float[] dScores = {}; // [1 + K]
  private double[] advantages = {}; // [M]

  /**
   * @param layout a layout with W_o, unless context vectors are as wide as embeddings
   * @param config the heads, mask, scale and alignment, which is soft, or sample with one draw
   * @param temperature the divisor of scores
   * @param entropyWeight the factor of the entropy of the distributions from which keys are drawn,
   *     which is subtracted from the loss; not used for soft attention
   */
  public MaskedObjective(
      ParameterLayout layout,
      AttentionConfig config,
      double temperature,
      double entropyWeight,
      Kernel kernel) {
    this.layer = new AttentionLayer(layout, config, false, kernel);
    this.back = new AttentionGradient(layer, entropyWeight);
    this.products = layer.products;
    this.kernel = kernel;
    this.factor = 1 / temperature;
    this.model = layout.shape().modelWidth();
    this.contextWidth = layout.shape().contextWidth();
    this.output = layout.output();
    this.answerStride = products.room(model);
    this.gradient = new float[layout.size()];
    this.answerPanel = new float[model * kernel.panelWidth()];
    if (!output && contextWidth != model) {
      throw Setting.OBJECTIVE
          .of("masked")
          .bad(
              "context vectors of width "
                  + contextWidth
                  + " do not compare with embeddings of width "
                  + model
                  + "; learn W_o too");
    }
  }

  @Override
  public void load(float[] parameters) {
    layer.load(parameters);
    back.load(parameters);
    if (output) {
      View w = layer.layout.view("W_o", parameters);
      outputPanels = products.pack(w, contextWidth, model);
      outputPanelsBack = products.packTransposed(w, model, contextWidth);
    }
  }

  @Override
  public boolean add(List<MaskedSentence> sentences, double baseline, TrainingSums sums) {
    layer.group.begin();
    sentences.stream().filter(sentence -> sentence.hidden().length > 0).forEach(this::hide);
    if (layer.group.numQueries == 0) {
      return true;
    }
    if (!layer.forward()) {
      return false;
    }
    View context = new View(layer.context, 0, layer.contextStride);
    View answer = context;
    if (output) {
      answers = grown(answers, Math.multiplyExact(layer.group.numQueries, answerStride));
      answer = new View(answers, 0, answerStride);
      products.timesPacked(
          layer.group.numQueries, contextWidth, model, context, outputPanels, answer);
    }
    if (!score(sentences, answer, baseline, sums)) {
      return false;
    }
    if (sums.wantsGradient()) {
      backward(context);
      if (!kernel.allFinite(gradient, 0, gradient.length)) {
        return false;
      }
      sums.addGradient(gradient);
    }
    return true;
  }

  private void hide(MaskedSentence sentence) {
    int n = sentence.tokens();
    int count = n * model;
    int at = layer.group.add(sentence.key(), n, sentence.hidden());
    float[] x = layer.group.tokens;
    System.arraycopy(sentence.embeddings(), 0, x, at, count);
    for (int token : sentence.hidden()) {
      Arrays.fill(x, at + token * model, at + (token + 1) * model, 0f);
    }
    float[] positions = sentence.positions();
    if (positions != null) {
      for (int i = 0; i < count; i++) {
        x[at + i] += positions[i];
      }
    }
  }

  /**
   * Computes the losses of all hidden tokens, and their gradients with respect to the answers.
   * Returns false if a loss is not finite.
   */
  private boolean score(
      List<MaskedSentence> sentences, View answer, double baseline, TrainingSums sums) {
    dAnswers = grown(dAnswers, Math.multiplyExact(layer.group.numQueries, model));
    if (advantages.length < layer.group.numQueries) {
      advantages = new double[layer.group.numQueries];
    }
    int row = 0;
    for (MaskedSentence sentence : sentences) {
      for (int i = 0; i < sentence.hidden().length; i++, row++) {
        score(sentence, i, answer.offset() + row * answer.stride(), answer.values());
        if (!Double.isFinite(crossEntropy.loss)) {
          return false;
        }
        advantages[row] = crossEntropy.loss - baseline;
        sums.addExample(crossEntropy.loss, crossEntropy.right);
        if (sums.wantsGradient()) {
          scoreBack(1 + sentence.negatives().length / sentence.hidden().length, row);
        }
      }
    }
    return true;
  }

  /** Computes the loss of one hidden token. */
  private void score(MaskedSentence sentence, int i, int at, float[] answer) {
    int others = sentence.negatives().length / sentence.hidden().length;
    int count = 1 + others;
    candidates = grown(candidates, Math.multiplyExact(count, model));
    int own = sentence.hidden()[i] * model;
    System.arraycopy(sentence.embeddings(), own, candidates, 0, model);
    for (int k = 0; k < others; k++) {
      int word = sentence.negatives()[i * others + k];
      System.arraycopy(sentence.words(), word * model, candidates, (1 + k) * model, model);
    }
    int width = kernel.panelWidth();
    for (int column = 0; column < model; column++) {
      answerPanel[column * width] = answer[at + column];
    }
    dots = grown(dots, Math.multiplyExact(count, width));
    kernel.multiply(count, model, 1, candidates, 0, model, answerPanel, 0, dots, 0, width);
    scores = grown(scores, count);
    dScores = grown(dScores, count);
    for (int k = 0; k < count; k++) {
      scores[k] = dots[k * width];
    }
    crossEntropy.compute(scores, count, factor, 0, dScores);
  }

  /**
   * Computes the gradient with respect to one answer: the sum over candidates of the score's
   * gradient times the candidate.
   */
  private void scoreBack(int count, int row) {
    int to = row * model;
    Arrays.fill(dAnswers, to, to + model, 0f);
    for (int k = 0; k < count; k++) {
      float dScore = dScores[k];
      int from = k * model;
      for (int column = 0; column < model; column++) {
        dAnswers[to + column] += dScore * candidates[from + column];
      }
    }
  }

  private void backward(View context) {
    View dAnswer = new View(dAnswers, 0, model);
    if (!output) {
      back.backward(dAnswer, advantages, gradient);
      return;
    }
    int rows = layer.group.numQueries;
    View dW = layer.layout.view("W_o", gradient);
    products.transposedTimes(contextWidth, rows, model, context, dAnswer, dW);
    dContext = grown(dContext, Math.multiplyExact(rows, layer.contextStride));
    View to = new View(dContext, 0, layer.contextStride);
    products.timesPacked(rows, model, contextWidth, dAnswer, outputPanelsBack, to);
    back.backward(to, advantages, gradient);
  }

  /** Returns the layer, to inspect what it computed. */
  AttentionLayer layer() {
    return layer;
  }
}
