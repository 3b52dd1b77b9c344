package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.math.Log;
import io.corpusattention.training.Products.View;
import io.corpusattention.training.SentenceGroup.Place;

/**
 * The backward pass through an {@link AttentionLayer}. Takes the gradient of a loss with respect to
 * the context vectors of the last group that the layer computed. Returns its gradient with respect
 * to W_q, W_k, W_v and their biases.
 *
 * <p>With P = Q W_kᵀ, S = factor · P Xᵀ, A = softmax S, C = (A X) W_v, and d for the gradient of
 * the loss with respect to a matrix: dW_v = (A X)ᵀ dC, dA = (dC W_vᵀ) Xᵀ, dS = A ∘ (dA − rowsum(dA
 * ∘ A)), dP = factor · dS X, dQ = dP W_k, dW_k = dPᵀ Q. In the products for dW_k and dW_v, query
 * heads that share a key-value head are stacked, so that each element is one sum over heads and
 * queries in ascending order. The gradient with respect to b_k is 0. That with respect to the
 * embeddings is not computed, because they are not trained.
 *
 * <p>If keys are drawn, the gradient is that of Xu et al., "Show, attend and tell", ICML 2015,
 * section 4.1 (REINFORCE, Williams 1992): it goes through the values of the drawn keys, and dS =
 * advantage · (onehot − p) − entropyWeight · dH/dS with dH/dS = −p ∘ (ln p + H) and the entropy H =
 * −Σ p ln p.
 */
final class AttentionGradient {
  private static final int BLOCK_FLOATS = 1 << 16;

  private final AttentionLayer layer;
  private final AttentionShape shape;
  private final Products products;
  private final HeadSums sums;
  private final double entropyWeight;
  private float[][] keyPanels; // W_k of each key-value head: [d_model, d_k]
  private float[][] valuePanels; // W_vᵀ of each: [d_v, d_model]

  // Scratch arrays, which grow as groups need.
  private float[] dMixed = {}; // dC W_vᵀ: [R, heads, modelStride]
  private float[] dScores = {}; // of a block of queries: [block, heads, padded]
  private float[] dMeans = {}; // of one sentence: [heads, padded]
  private float[] dProbes = {}; // dP: [M, heads, modelStride]
  private float[] dQueries = {}; // [M, queryStride]

  /**
   * @param entropyWeight the factor of the entropy of the distributions, which is subtracted from
   *     the loss if keys are drawn
   */
  AttentionGradient(AttentionLayer layer, double entropyWeight) {
    this.layer = layer;
    this.shape = layer.shape;
    this.products = layer.products;
    this.sums = new HeadSums(layer);
    this.entropyWeight = entropyWeight;
  }

  /** Sets the parameters for the next groups. */
  void load(float[] parameters) {
    int model = shape.modelWidth();
    keyPanels = new float[shape.kvHeads()][];
    valuePanels = new float[shape.kvHeads()][];
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      View key = layer.layout.headView("W_k", kvHead, shape.keyWidth(), parameters);
      keyPanels[kvHead] = products.pack(key, model, shape.keyWidth());
      View value = layer.layout.headView("W_v", kvHead, shape.valueWidth(), parameters);
      valuePanels[kvHead] = products.packTransposed(value, shape.valueWidth(), model);
    }
  }

  /**
   * Computes the backward pass of the group.
   *
   * @param dContext [R, heads · d_v]
   * @param advantages [R]: the loss that results from an answer's draws, minus the baseline; used
   *     only if keys are drawn
   * @param gradient receives the gradient with respect to W_q, W_k, W_v and their biases, in the
   *     order of the layout
   */
  void backward(View dContext, double[] advantages, float[] gradient) {
    reserve();
    valueGradients(dContext, gradient);
    if (!layer.samples()) {
      for (int head = 0; head < shape.heads(); head++) {
        View from = HeadSums.column(dContext, head * shape.valueWidth());
        float[] panels = valuePanels[shape.kvHead(head)];
        View to = layer.headRows(dMixed, head);
        int rows = layer.numAnswers;
        products.timesPacked(rows, shape.valueWidth(), shape.modelWidth(), from, panels, to);
      }
    }
    for (int i = 0; i < layer.group.places.size(); i++) {
      throughScores(i, advantages);
    }
    queryGradients(gradient);
  }

  private void reserve() {
    int row = Math.multiplyExact(shape.heads(), layer.modelStride);
    dMixed = grown(dMixed, Math.multiplyExact(layer.numAnswers, row));
    dProbes = grown(dProbes, Math.multiplyExact(layer.group.numQueries, row));
    dQueries = grown(dQueries, Math.multiplyExact(layer.group.numQueries, layer.queryStride));
    for (Place place : layer.group.places) {
      int rows = block(place) * shape.heads();
      dScores = grown(dScores, Math.multiplyExact(rows, place.padded()));
      dMeans = grown(dMeans, Math.multiplyExact(shape.heads(), place.padded()));
    }
  }

  private void valueGradients(View dContext, float[] gradient) {
    int width = shape.valueWidth();
    int rows = layer.numAnswers;
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      View to = layer.layout.headView("W_v", kvHead, width, gradient);
      sums.ofHeads(kvHead, rows, layer.mixed, dContext, width, to);
    }
    if (layer.layout.biased()) {
      sums.biasOfHeads(dContext, rows, layer.layout.slice("b_v"), gradient);
    }
  }

  /** Computes dS, times factor, and dP of one sentence, a block of queries at a time. */
  private void throughScores(int index, double[] advantages) {
    Place place = layer.group.places.get(index);
    int count = place.asking().length;
    if (!layer.samples() && layer.pooled) {
      throughTokens(place, index, 1, dMeans);
    }
    int block = block(place);
    for (int start = 0; start < count; start += block) {
      int rows = Math.min(block, count - start);
      if (!layer.samples() && !layer.pooled) {
        throughTokens(place, place.firstQuery() + start, rows, dScores);
      }
      for (int i = 0; i < rows; i++) {
        int query = place.firstQuery() + start + i;
        scoreRows(index, start + i, i, advantages[layer.pooled ? index : query]);
      }
      int to = (place.firstQuery() + start) * shape.heads() * layer.modelStride;
      layer.kernel.multiply(
          rows * shape.heads(),
          place.tokens(),
          shape.modelWidth(),
          dScores,
          0,
          place.padded(),
          layer.group.panels,
          place.panelsAt(),
          dProbes,
          to,
          layer.modelStride);
    }
  }

  /** Returns the number of queries whose rows of dS, for all heads, stay in the L2 cache. */
  private int block(Place place) {
    return Math.max(
        1, Math.min(place.asking().length, BLOCK_FLOATS / shape.heads() / place.padded()));
  }

  /** Computes dA of some answers: dMixed · Xᵀ. */
  private void throughTokens(Place place, int answer, int count, float[] to) {
    layer.kernel.multiply(
        count * shape.heads(),
        shape.modelWidth(),
        place.tokens(),
        dMixed,
        answer * shape.heads() * layer.modelStride,
        layer.modelStride,
        layer.group.panels,
        place.transposedAt(),
        to,
        0,
        place.padded());
  }

  /** Computes the rows of dS, times factor, for all heads of one of a sentence's queries. */
  private void scoreRows(int index, int query, int row, double advantage) {
    Place place = layer.group.places.get(index);
    int heads = shape.heads();
    int n = place.tokens();
    int padded = place.padded();
    for (int head = 0; head < heads; head++) {
      int at = (row * heads + head) * padded;
      int weightsAt = layer.weightsAt[index] + (query * heads + head) * padded;
      if (layer.samples()) {
        int drawn = layer.drawn[(place.firstQuery() + query) * heads + head];
        drawnRow(at, weightsAt, n, drawn, advantage);
      } else if (layer.pooled) {
        scoreRow(dMeans, head * padded, at, weightsAt, n, layer.factor / place.asking().length);
      } else {
        scoreRow(dScores, at, at, weightsAt, n, layer.factor);
      }
    }
  }

  /** Computes one row of dS, times factor, from a row of dA. Both may be in the same place. */
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

  /** Computes one row of dS, times factor, for a drawn key. */
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
    int rows = layer.group.numQueries;
    View q = new View(layer.queries, 0, layer.queryStride);
    for (int head = 0; head < shape.heads(); head++) {
      View to = new View(dQueries, head * width, layer.queryStride);
      float[] panels = keyPanels[shape.kvHead(head)];
      products.timesPacked(rows, model, width, layer.headRows(dProbes, head), panels, to);
    }
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      View to = layer.layout.headView("W_k", kvHead, width, gradient);
      sums.ofHeads(kvHead, rows, dProbes, q, width, to);
    }
    View dQ = new View(dQueries, 0, layer.queryStride);
    View dW = layer.layout.view("W_q", gradient);
    View x = new View(layer.group.asking, 0, model);
    products.transposedTimes(model, rows, shape.queryColumns(), x, dQ, dW);
    if (layer.layout.biased()) {
      HeadSums.bias(dQ, rows, layer.layout.slice("b_q"), gradient);
    }
  }
}
