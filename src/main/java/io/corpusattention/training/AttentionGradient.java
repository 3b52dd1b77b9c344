package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.math.Log;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.training.Products.View;
import java.util.Arrays;

/**
 * The way back through an {@link AttentionLayer}. In: the gradient of a loss in the context vectors
 * that the layer computed last. Out: its gradient in W_q, W_k, W_v and their biases.
 *
 * <p>With S = factor · Q Kᵀ, A = softmax S, C = A V, and d for the gradient of the loss in a
 * matrix: dV = Aᵀ dC, dA = dC Vᵀ, dS = A ∘ (dA − rowsum(dA ∘ A)), dQ = factor · dS K, dK = factor ·
 * dSᵀ Q. The row sum is taken as rowsum(dC ∘ C), which is the same number from fewer terms: Dao et
 * al., "FlashAttention", NeurIPS 2022, appendix B.2. Query heads that share a key-value head stand
 * one below the other in the products for dK and dV, so that each element is one chain over heads
 * and queries in ascending order. The gradient in the embeddings, which are not learnt, is left
 * out.
 *
 * <p>Where keys are drawn, the gradient is that of Xu et al., "Show, attend and tell", ICML 2015,
 * section 4.1 (REINFORCE, Williams 1992): through the values of the drawn keys, and dS = advantage
 * · (onehot − p) − entropyWeight · dH/dS with dH/dS = −p ∘ (ln p + H) and the entropy H = −Σ p ln
 * p.
 */
final class AttentionGradient {
  private final AttentionLayer layer;
  private final AttentionShape shape;
  private final double entropyWeight;

  // Scratch, grown as sentences ask for it.
  private float[] dScores = {}; // of the heads of one key-value head: [group · m, padded]
  private float[] stacked = {}; // [group · m, d_k or d_v]
  private float[] dQueries = {}; // [m, heads · d_k]
  private float[] dKeyValues = {}; // [n, kvHeads · (d_k + d_v)]

  // Of all sentences since the last flush.
  private final RowStack allAsking;
  private final RowStack allTokens;
  private final RowStack allDQueries;
  private final RowStack allDKeyValues;
  private float[] dWeights = {}; // [d_model, kvHeads · (d_k + d_v)]

  /**
   * @param entropyWeight what the entropy of the distributions is multiplied by before it is taken
   *     from the loss, where keys are drawn
   */
  AttentionGradient(AttentionLayer layer, double entropyWeight) {
    this.layer = layer;
    this.shape = layer.shape;
    this.entropyWeight = entropyWeight;
    this.allAsking = new RowStack(shape.modelWidth());
    this.allTokens = new RowStack(shape.modelWidth());
    this.allDQueries = new RowStack(shape.queryColumns());
    this.allDKeyValues = new RowStack(shape.keyValueColumns());
  }

  /**
   * Goes back through one sentence, as far as the projections.
   *
   * @param dContext [m, heads · d_v]
   * @param advantages [m]: how much the loss that a query's draws led to exceeds the baseline; not
   *     read where keys are not drawn
   */
  void backward(float[] dContext, double[] advantages) {
    int n = layer.numTokens;
    int m = layer.numQueries;
    dQueries = grown(dQueries, Math.multiplyExact(m, shape.queryColumns()));
    dKeyValues = grown(dKeyValues, Math.multiplyExact(n, shape.keyValueColumns()));
    int group = shape.heads() / shape.kvHeads();
    dScores = grown(dScores, Math.multiplyExact(group * m, layer.padded()));
    int widest = Math.max(shape.keyWidth(), shape.valueWidth());
    stacked = grown(stacked, Math.multiplyExact(group * m, widest));
    if (layer.samples()) {
      Arrays.fill(dKeyValues, 0, n * shape.keyValueColumns(), 0f);
    }
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      if (layer.samples()) {
        throughDraws(kvHead, group, dContext, advantages);
      } else {
        throughDistributions(kvHead, group, dContext);
      }
      throughScores(kvHead, group);
    }
    allAsking.append(layer.asking, m);
    allTokens.append(layer.tokens, n);
    allDQueries.append(dQueries, m);
    allDKeyValues.append(dKeyValues, n);
  }

  /**
   * Ends a group: the gradient of all sentences since the last flush, each element one chain over
   * them and their tokens in their order.
   *
   * @param gradient receives the gradient in W_q, W_k, W_v and their biases, as the layout says
   */
  void flush(float[] gradient) {
    throughProjections(gradient);
    allAsking.clear();
    allTokens.clear();
    allDQueries.clear();
    allDKeyValues.clear();
  }

  /** dS, times factor, and dV of soft attention. */
  private void throughDistributions(int kvHead, int group, float[] dContext) {
    int n = layer.numTokens;
    int m = layer.numQueries;
    int padded = layer.padded();
    int width = shape.valueWidth();
    int contextWidth = shape.contextWidth();
    View values = new View(layer.keyValues, shape.valueColumn(kvHead), shape.keyValueColumns());
    float[] valuePanels = layer.products.packTransposed(values, width, n);
    for (int h = 0; h < group; h++) {
      int head = kvHead * group + h;
      View dC = new View(dContext, head * width, contextWidth);
      View dA = new View(dScores, h * m * padded, padded);
      layer.products.timesPacked(m, width, n, dC, valuePanels, dA); // dA: [m, n]
      for (int i = 0; i < m; i++) {
        int at = i * contextWidth + head * width;
        double sum = 0; // of dA ∘ A
        for (int column = at; column < at + width; column++) {
          sum += (double) dContext[column] * layer.context[column];
        }
        scoreRow((h * m + i) * padded, (head * m + i) * padded, n, (float) sum);
      }
      stack(dC, m, width, h);
    }
    View a = new View(layer.weights, kvHead * group * m * padded, padded);
    View dV = new View(dKeyValues, shape.valueColumn(kvHead), shape.keyValueColumns());
    layer.products.transposedTimes(n, group * m, width, a, new View(stacked, 0, width), dV);
  }

  /** One row of dS, times factor, in place of that of dA. */
  private void scoreRow(int at, int weightsAt, int n, float rowSum) {
    for (int key = 0; key < n; key++) {
      float dScore = layer.weights[weightsAt + key] * (dScores[at + key] - rowSum);
      dScores[at + key] = dScore * layer.factor;
    }
  }

  /** Puts a head's rows below those of the heads before it. */
  private void stack(View rows, int m, int width, int h) {
    for (int i = 0; i < m; i++) {
      int from = rows.offset() + i * rows.stride();
      System.arraycopy(rows.values(), from, stacked, (h * m + i) * width, width);
    }
  }

  /** dS, times factor, and dV where each query drew a key. */
  private void throughDraws(int kvHead, int group, float[] dContext, double[] advantages) {
    int m = layer.numQueries;
    int padded = layer.padded();
    int width = shape.valueWidth();
    for (int h = 0; h < group; h++) {
      int head = kvHead * group + h;
      for (int i = 0; i < m; i++) {
        int key = layer.drawn[head * m + i];
        int from = i * shape.contextWidth() + head * width;
        int to = key * shape.keyValueColumns() + shape.valueColumn(kvHead);
        for (int column = 0; column < width; column++) {
          dKeyValues[to + column] += dContext[from + column];
        }
        drawnRow((h * m + i) * padded, (head * m + i) * padded, key, advantages[i]);
      }
    }
  }

  private void drawnRow(int at, int weightsAt, int drawn, double advantage) {
    double entropy = 0;
    if (entropyWeight != 0) {
      for (int key = 0; key < layer.numTokens; key++) {
        float p = layer.weights[weightsAt + key];
        entropy -= p > 0 ? p * Log.ln(p) : 0;
      }
    }
    for (int key = 0; key < layer.numTokens; key++) {
      float p = layer.weights[weightsAt + key];
      double dScore = advantage * ((key == drawn ? 1 : 0) - p);
      if (entropyWeight != 0 && p > 0) {
        dScore += entropyWeight * p * (Log.ln(p) + entropy);
      }
      dScores[at + key] = (float) (dScore * layer.factor);
    }
  }

  /** dQ and dK of the heads that share a key-value head. */
  private void throughScores(int kvHead, int group) {
    int n = layer.numTokens;
    int m = layer.numQueries;
    int padded = layer.padded();
    int width = shape.keyWidth();
    View keys = new View(layer.keyValues, shape.keyColumn(kvHead), shape.keyValueColumns());
    float[] keyPanels = layer.products.pack(keys, n, width);
    for (int h = 0; h < group; h++) {
      int column = (kvHead * group + h) * width;
      View dS = new View(dScores, h * m * padded, padded);
      View dQ = new View(dQueries, column, shape.queryColumns());
      layer.products.timesPacked(m, n, width, dS, keyPanels, dQ);
      stack(new View(layer.queries, column, shape.queryColumns()), m, width, h);
    }
    View dS = new View(dScores, 0, padded);
    View dK = new View(dKeyValues, shape.keyColumn(kvHead), shape.keyValueColumns());
    layer.products.transposedTimes(n, group * m, width, dS, new View(stacked, 0, width), dK);
  }

  private void throughProjections(float[] gradient) {
    int m = allAsking.rows();
    int n = allTokens.rows();
    int model = shape.modelWidth();
    int queryColumns = shape.queryColumns();
    View dQ = allDQueries.view();
    View dWq = AttentionLayer.view(gradient, layer.layout.slice("W_q"));
    layer.products.transposedTimes(model, m, queryColumns, allAsking.view(), dQ, dWq);

    int columns = shape.keyValueColumns();
    dWeights = grown(dWeights, Math.multiplyExact(model, columns));
    View dKv = allDKeyValues.view();
    layer.products.transposedTimes(
        model, n, columns, allTokens.view(), dKv, new View(dWeights, 0, columns));
    int keyColumns = shape.valueColumn(0);
    takeColumns(layer.layout.slice("W_k"), 0, gradient);
    takeColumns(layer.layout.slice("W_v"), keyColumns, gradient);

    if (layer.layout.biased()) {
      sumRows(dQ, m, layer.layout.slice("b_q"), gradient);
      sumRows(dKv, n, layer.layout.slice("b_k"), gradient);
      sumRows(allDKeyValues.view(keyColumns), n, layer.layout.slice("b_v"), gradient);
    }
  }

  /** Takes a matrix out of the gradients of W_k and W_v side by side. */
  private void takeColumns(Slice slice, int column, float[] gradient) {
    for (int row = 0; row < slice.rows(); row++) {
      int from = row * shape.keyValueColumns() + column;
      int to = slice.offset() + row * slice.columns();
      System.arraycopy(dWeights, from, gradient, to, slice.columns());
    }
  }

  static void sumRows(View rows, int count, Slice bias, float[] gradient) {
    for (int column = 0; column < bias.columns(); column++) {
      double sum = 0;
      for (int row = 0; row < count; row++) {
        sum += rows.values()[rows.offset() + row * rows.stride() + column];
      }
      gradient[bias.offset() + column] = (float) sum;
    }
  }
}
