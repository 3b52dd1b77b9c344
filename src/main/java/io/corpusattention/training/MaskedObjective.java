package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.math.Kernel;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.training.Products.View;
import java.util.Arrays;
import java.util.List;

/**
 * Finding hidden tokens by their context. In: sentences with hidden tokens. Out: for each hidden
 * token a loss, and the gradient of the sum.
 *
 * <p>A hidden token enters attention with its position alone, as do all others hidden in its
 * sentence (Devlin et al., "BERT", NAACL 2019, with zeros for [MASK]). Its context vector, times
 * W_o if there is one, is scored by dot products, divided by the temperature, against its own
 * embedding and those of K other words. The loss is −ln softmax of its own: InfoNCE, van den Oord
 * et al., "Representation learning with contrastive predictive coding", 2018. Right is a token
 * whose own embedding scores above all others.
 */
public final class MaskedObjective implements Objective<MaskedSentence> {
  private final AttentionLayer layer;
  private final AttentionGradient back;
  private final Products products;
  private final Kernel kernel;
  private final double factor;
  private final int model;
  private final int contextWidth;
  private final Slice output; // null for none
  private final float[] gradient;
  private final CrossEntropy crossEntropy = new CrossEntropy();
  private float[] outputPanels; // W_o
  private float[] outputPanelsBack; // W_oᵀ

  // Of all sentences of a group, where there is W_o.
  private final RowStack allContexts;
  private final RowStack allDAnswers;

  // Scratch, grown as sentences ask for it. m hidden tokens, 1 + K candidates for each.
  private float[] answers = {}; // [m, d_model]
  private float[] dAnswers = {}; // [m, d_model]
  private float[] dContext = {}; // [m, heads · d_v]
  private float[] candidates = {}; // [1 + K, d_model]
  private float[] scores = {}; // [1 + K]
  private float[] dScores = {}; // [1 + K]
  private double[] losses = {}; // [m]
  private double[] advantages = {}; // [m]
  private boolean[] right = {}; // [m]

  /**
   * @param layout with W_o unless context vectors are as wide as embeddings
   * @param config heads, mask, scale and alignment: soft, or one draw
   * @param temperature what scores are divided by
   * @param entropyWeight what the entropy of the distributions that keys are drawn from is
   *     multiplied by before it is taken from the loss; not read for soft attention
   */
  public MaskedObjective(
      ParameterLayout layout,
      AttentionConfig config,
      double temperature,
      double entropyWeight,
      Kernel kernel) {
    this.layer = new AttentionLayer(layout, config, kernel);
    this.back = new AttentionGradient(layer, entropyWeight);
    this.products = layer.products;
    this.kernel = kernel;
    this.factor = 1 / temperature;
    this.model = layout.shape().modelWidth();
    this.contextWidth = layout.shape().contextWidth();
    this.output = layout.find("W_o").orElse(null);
    this.gradient = new float[layout.size()];
    this.allContexts = new RowStack(contextWidth);
    this.allDAnswers = new RowStack(model);
    if (output == null && contextWidth != model) {
      throw new BadSettingException(
          "--objective masked: context vectors of width "
              + contextWidth
              + " do not compare with embeddings of width "
              + model
              + "; learn W_o too");
    }
  }

  @Override
  public void load(float[] parameters) {
    layer.load(parameters);
    if (output != null) {
      View w = AttentionLayer.view(parameters, output);
      outputPanels = products.pack(w, contextWidth, model);
      outputPanelsBack = products.packTransposed(w, model, contextWidth);
    }
  }

  @Override
  public boolean add(List<MaskedSentence> sentences, double baseline, TrainingSums sums) {
    boolean hides = false;
    for (MaskedSentence sentence : sentences) {
      if (sentence.hidden().length > 0) {
        hides = true;
        if (!add(sentence, baseline, sums, sums.wantsGradient())) {
          return false;
        }
      }
    }
    return !hides || !sums.wantsGradient() || flush(sums);
  }

  private boolean add(
      MaskedSentence sentence, double baseline, TrainingSums sums, boolean wantsGradient) {
    int m = sentence.hidden().length;
    hide(sentence);
    if (!layer.forward(sentence.key(), sentence.hidden())) {
      return false;
    }
    answers = grown(answers, Math.multiplyExact(m, model));
    View context = new View(layer.context, 0, contextWidth);
    if (output == null) {
      System.arraycopy(layer.context, 0, answers, 0, m * model);
    } else {
      View to = new View(answers, 0, model);
      products.timesPacked(m, contextWidth, model, context, outputPanels, to);
    }
    reserve(m);
    for (int i = 0; i < m; i++) {
      if (!score(sentence, i, wantsGradient)) {
        return false;
      }
      advantages[i] = losses[i] - baseline;
      sums.addExample(losses[i], right[i]);
    }
    if (wantsGradient) {
      backward(m);
    }
    return true;
  }

  private void hide(MaskedSentence sentence) {
    int n = sentence.tokens();
    int count = n * model;
    layer.begin(n);
    float[] x = layer.tokens;
    System.arraycopy(sentence.embeddings(), 0, x, 0, count);
    for (int token : sentence.hidden()) {
      Arrays.fill(x, token * model, (token + 1) * model, 0f);
    }
    float[] positions = sentence.positions();
    if (positions != null) {
      for (int i = 0; i < count; i++) {
        x[i] += positions[i];
      }
    }
  }

  private void reserve(int m) {
    dAnswers = grown(dAnswers, Math.multiplyExact(m, model));
    dContext = grown(dContext, Math.multiplyExact(m, contextWidth));
    if (losses.length < m) {
      losses = new double[m];
      advantages = new double[m];
      right = new boolean[m];
    }
  }

  /** The loss of one hidden token, and its gradient in the answer. */
  private boolean score(MaskedSentence sentence, int i, boolean wantsGradient) {
    int others = sentence.negatives().length / (sentence.hidden().length * model);
    int count = 1 + others;
    candidates = grown(candidates, Math.multiplyExact(count, model));
    int own = sentence.hidden()[i] * model;
    System.arraycopy(sentence.embeddings(), own, candidates, 0, model);
    int from = i * others * model;
    System.arraycopy(sentence.negatives(), from, candidates, model, others * model);
    scores = grown(scores, count);
    dScores = grown(dScores, count);
    View answer = new View(answers, i * model, model);
    View all = new View(candidates, 0, model);
    products.timesTransposed(1, model, count, answer, all, new View(scores, 0, count));
    crossEntropy.compute(scores, count, factor, 0, dScores);
    losses[i] = crossEntropy.loss;
    right[i] = crossEntropy.right;
    if (wantsGradient) {
      View to = new View(dAnswers, i * model, model);
      products.times(1, count, model, new View(dScores, 0, count), all, to);
    }
    return Double.isFinite(losses[i]);
  }

  private void backward(int m) {
    if (output == null) {
      System.arraycopy(dAnswers, 0, dContext, 0, m * model);
    } else {
      allContexts.append(layer.context, m);
      allDAnswers.append(dAnswers, m);
      View to = new View(dContext, 0, contextWidth);
      View dAnswer = new View(dAnswers, 0, model);
      products.timesPacked(m, model, contextWidth, dAnswer, outputPanelsBack, to);
    }
    back.backward(dContext, advantages);
  }

  /** The gradient of all sentences since the last. */
  private boolean flush(TrainingSums sums) {
    if (output != null) {
      View dW = AttentionLayer.view(gradient, output);
      int m = allContexts.rows();
      products.transposedTimes(contextWidth, m, model, allContexts.view(), allDAnswers.view(), dW);
      allContexts.clear();
      allDAnswers.clear();
    }
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
