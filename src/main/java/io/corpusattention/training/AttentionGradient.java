package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.math.Log;
import io.corpusattention.training.AttentionLayer.Place;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.training.Products.View;

/**
 * The way back through an {@link AttentionLayer}. In: the gradient of a loss in the context vectors
 * of the group that the layer computed last. Out: its gradient in W_q, W_k, W_v and their biases.
 *
 * <p>With P = Q W_kᵀ, S = factor · P Xᵀ, A = softmax S, C = (A X) W_v, and d for the gradient of
 * the loss in a matrix: dW_v = (A X)ᵀ dC, dA = (dC W_vᵀ) Xᵀ, dS = A ∘ (dA − rowsum(dA ∘ A)), dP =
 * factor · dS X, dQ = dP W_k, dW_k = dPᵀ Q. Query heads that share a key-value head stand one below
 * the other in the products for dW_k and dW_v, so that each element is one chain over heads and
 * queries in ascending order. The gradient in b_k is 0, and that in the embeddings, which are not
 * learnt, is left out.
 *
 * <p>Where keys are drawn, the gradient is that of Xu et al., "Show, attend and tell", ICML 2015,
 * section 4.1 (REINFORCE, Williams 1992): through the values of the drawn keys, and dS = advantage
 * · (onehot − p) − entropyWeight · dH/dS with dH/dS = −p ∘ (ln p + H) and the entropy H = −Σ p ln
 * p.
 */
final class AttentionGradient {
  private final AttentionLayer layer;
  private final AttentionShape shape;
  private final Products products;
  private final double entropyWeight;
  private float[][] keyPanels; // W_k of each key-value head: [d_model, d_k]
  private float[][] valuePanels; // W_vᵀ of each: [d_v, d_model]

  // Scratch, grown as groups ask for it.
  private float[] dMixed = {}; // dC W_vᵀ: [R, heads, modelStride]
  private float[] dScores = {}; // of one sentence: [m, heads, padded]
  private float[] dMeans = {}; // of one sentence: [heads, padded]
  private float[] dProbes = {}; // dP: [M, heads, modelStride]
  private float[] dQueries = {}; // [M, queryStride]
  private float[] stackedLeft = {};
  private float[] stackedRight = {};

  /**
   * @param entropyWeight what the entropy of the distributions is multiplied by before it is taken
   *     from the loss, where keys are drawn
   */
  AttentionGradient(AttentionLayer layer, double entropyWeight) {
    this.layer = layer;
    this.shape = layer.shape;
    this.products = layer.products;
    this.entropyWeight = entropyWeight;
  }

  /** Takes the parameters of the groups to come. */
  void load(float[] parameters) {
    int model = shape.modelWidth();
    keyPanels = new float[shape.kvHeads()][];
    valuePanels = new float[shape.kvHeads()][];
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      View key = layer.headView(parameters, "W_k", kvHead, shape.keyWidth());
      keyPanels[kvHead] = products.pack(key, model, shape.keyWidth());
      View value = layer.headView(parameters, "W_v", kvHead, shape.valueWidth());
      valuePanels[kvHead] = products.packTransposed(value, shape.valueWidth(), model);
    }
  }

  /**
   * Goes back through the group.
   *
   * @param dContext [R, heads · d_v]
   * @param advantages [R]: how much the loss that an answer's draws led to exceeds the baseline;
   *     not read where keys are not drawn
   * @param gradient receives the gradient in W_q, W_k, W_v and their biases, as the layout says
   */
  void backward(View dContext, double[] advantages, float[] gradient) {
    reserve();
    valueGradients(dContext, gradient);
    if (!layer.samples()) {
      for (int head = 0; head < shape.heads(); head++) {
        View from = column(dContext, head * shape.valueWidth());
        float[] panels = valuePanels[shape.kvHead(head)];
        View to = layer.headRows(dMixed, head);
        int rows = layer.numAnswers;
        products.timesPacked(rows, shape.valueWidth(), shape.modelWidth(), from, panels, to);
      }
    }
    for (int i = 0; i < layer.places.size(); i++) {
      throughScores(i, advantages);
    }
    queryGradients(gradient);
  }

  private void reserve() {
    int row = Math.multiplyExact(shape.heads(), layer.modelStride);
    dMixed = grown(dMixed, Math.multiplyExact(layer.numAnswers, row));
    dProbes = grown(dProbes, Math.multiplyExact(layer.numQueries, row));
    dQueries = grown(dQueries, Math.multiplyExact(layer.numQueries, layer.queryStride));
    for (Place place : layer.places) {
      int rows = place.asking().length * shape.heads();
      dScores = grown(dScores, Math.multiplyExact(rows, place.padded()));
      dMeans = grown(dMeans, Math.multiplyExact(shape.heads(), place.padded()));
    }
  }

  private void valueGradients(View dContext, float[] gradient) {
    int width = shape.valueWidth();
    int rows = layer.numAnswers;
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      View to = layer.headView(gradient, "W_v", kvHead, width);
      headGradients(kvHead, rows, layer.mixed, dContext, width, to);
    }
    if (layer.layout.biased()) {
      sumHeads(dContext, rows, layer.layout.slice("b_v"), gradient);
    }
  }

  /** dS, times factor, and dP of one sentence. */
  private void throughScores(int index, double[] advantages) {
    Place place = layer.places.get(index);
    int heads = shape.heads();
    int model = shape.modelWidth();
    int stride = layer.modelStride;
    int n = place.tokens();
    int padded = place.padded();
    int count = place.asking().length;
    int firstAnswer = layer.pooled ? index : place.firstQuery();
    if (!layer.samples()) {
      int from = firstAnswer * heads * stride;
      int rows = layer.pooled ? heads : count * heads;
      float[] to = layer.pooled ? dMeans : dScores;
      layer.kernel.multiply(
          rows,
          model,
          n,
          dMixed,
          from,
          stride,
          layer.tokenPanels,
          place.transposedAt(),
          to,
          0,
          padded);
    }
    for (int i = 0; i < count; i++) {
      for (int head = 0; head < heads; head++) {
        int at = (i * heads + head) * padded;
        int weightsAt = place.weightsAt() + at;
        if (layer.samples()) {
          int drawn = layer.drawn[(place.firstQuery() + i) * heads + head];
          drawnRow(at, weightsAt, n, drawn, advantages[layer.pooled ? index : firstAnswer + i]);
        } else if (layer.pooled) {
          scoreRow(dMeans, head * padded, at, weightsAt, n, layer.factor / count);
        } else {
          scoreRow(dScores, at, at, weightsAt, n, layer.factor);
        }
      }
    }
    int to = place.firstQuery() * heads * stride;
    layer.kernel.multiply(
        count * heads,
        n,
        model,
        dScores,
        0,
        padded,
        layer.tokenPanels,
        place.panelsAt(),
        dProbes,
        to,
        stride);
  }

  /** One row of dS, times factor, from one of dA, in whose place it may be. */
  private void scoreRow(float[] dA, int dAt, int at, int weightsAt, int n, float factor) {
    float[] a = layer.weights;
    double sum = 0; // of dA ∘ A
    for (int key = 0; key < n; key++) {
      sum += (double) dA[dAt + key] * a[weightsAt + key];
    }
    float rowSum = (float) sum;
    for (int key = 0; key < n; key++) {
      dScores[at + key] = a[weightsAt + key] * (dA[dAt + key] - rowSum) * factor;
    }
  }

  /** One row of dS, times factor, where a key was drawn. */
  private void drawnRow(int at, int weightsAt, int n, int drawn, double advantage) {
    float[] a = layer.weights;
    double entropy = 0;
    if (entropyWeight != 0) {
      for (int key = 0; key < n; key++) {
        float p = a[weightsAt + key];
        entropy -= p > 0 ? p * Log.ln(p) : 0;
      }
    }
    for (int key = 0; key < n; key++) {
      float p = a[weightsAt + key];
      double dScore = advantage * ((key == drawn ? 1 : 0) - p);
      if (entropyWeight != 0 && p > 0) {
        dScore += entropyWeight * p * (Log.ln(p) + entropy);
      }
      dScores[at + key] = (float) (dScore * layer.factor);
    }
  }

  private void queryGradients(float[] gradient) {
    int model = shape.modelWidth();
    int width = shape.keyWidth();
    int rows = layer.numQueries;
    View q = new View(layer.queries, 0, layer.queryStride);
    for (int head = 0; head < shape.heads(); head++) {
      View to = new View(dQueries, head * width, layer.queryStride);
      float[] panels = keyPanels[shape.kvHead(head)];
      products.timesPacked(rows, model, width, layer.headRows(dProbes, head), panels, to);
    }
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      View to = layer.headView(gradient, "W_k", kvHead, width);
      headGradients(kvHead, rows, dProbes, q, width, to);
    }
    View dQ = new View(dQueries, 0, layer.queryStride);
    View dW = AttentionLayer.view(gradient, layer.layout.slice("W_q"));
    View x = new View(layer.asking, 0, model);
    products.transposedTimes(model, rows, shape.queryColumns(), x, dQ, dW);
    if (layer.layout.biased()) {
      sumRows(dQ, rows, layer.layout.slice("b_q"), gradient);
    }
  }

  /**
   * The gradient in a key-value head's columns of W_k or W_v: [d_model, width] = Σ over its query
   * heads of leftᵀ · right.
   *
   * @param left [rows, heads, modelStride]
   * @param right [rows, heads · width]
   */
  private void headGradients(int kvHead, int rows, float[] left, View right, int width, View to) {
    int model = shape.modelWidth();
    int group = shape.heads() / shape.kvHeads();
    if (group == 1) {
      View all = column(right, kvHead * width);
      products.transposedTimes(model, rows, width, layer.headRows(left, kvHead), all, to);
      return;
    }
    stackedLeft = grown(stackedLeft, Math.multiplyExact(group * rows, model));
    stackedRight = grown(stackedRight, Math.multiplyExact(group * rows, width));
    for (int h = 0; h < group; h++) {
      int head = kvHead * group + h;
      stack(layer.headRows(left, head), rows, model, h, stackedLeft);
      stack(column(right, head * width), rows, width, h, stackedRight);
    }
    View a = new View(stackedLeft, 0, model);
    View b = new View(stackedRight, 0, width);
    products.transposedTimes(model, group * rows, width, a, b, to);
  }

  /** Puts a head's rows below those of the heads before it. */
  private static void stack(View rows, int count, int width, int h, float[] to) {
    for (int i = 0; i < count; i++) {
      int from = rows.offset() + i * rows.stride();
      System.arraycopy(rows.values(), from, to, (h * count + i) * width, width);
    }
  }

  private static View column(View rows, int column) {
    return new View(rows.values(), rows.offset() + column, rows.stride());
  }

  /** The sums of the columns of some rows. */
  static void sumRows(View rows, int count, Slice bias, float[] gradient) {
    for (int column = 0; column < bias.columns(); column++) {
      double sum = 0;
      for (int row = 0; row < count; row++) {
        sum += rows.values()[rows.offset() + row * rows.stride() + column];
      }
      gradient[bias.offset() + column] = (float) sum;
    }
  }

  /** So, for a bias of key-value heads, each the sum of its query heads. */
  private void sumHeads(View rows, int count, Slice bias, float[] gradient) {
    int width = shape.valueWidth();
    int group = shape.heads() / shape.kvHeads();
    for (int column = 0; column < bias.columns(); column++) {
      double sum = 0;
      for (int h = 0; h < group; h++) {
        int at = (column / width * group + h) * width + column % width;
        for (int row = 0; row < count; row++) {
          sum += rows.values()[rows.offset() + row * rows.stride() + at];
        }
      }
      gradient[bias.offset() + column] = (float) sum;
    }
  }
}
